// Package engine computes what the explorer's page shows. A page sends messages, as JSON,
// and gets a frame for each: a JSON object and arrays of numbers. The engine computes every
// distance, loss and plan; the page only draws them.
//
// The payload of a message is the state of the page's controls, and the frame depends on it
// alone. A Session keeps only what takes long to compute again.
//
// # How to read the code
//
//	message.go                      Message and Frame, and their limits
//	session.go                      a Session passes each message to a View, as a Request
//	views.go                        the table of views
//	first.go                        the frame that a page comes with
//
// Then the files of one view after the other. The *_recipe.go of a view writes the command
// line and the Go program that give the same numbers without the page:
//
//	distances.go                    two distributions, the distances and the optimal plan
//	  distances_pair.go             the two distributions: a preset, or the user's points
//	  distances_images.go  distances_open.go        small images, and files
//	  distances_curves.go  distances_potential.go   distances over a parameter; the potential f
//	  distances_predict.go          a plan that the user guessed
//	  distances_program.go          writes Go programs, for the recipes of all views
//	duality.go                      a function f that the user shapes
//	program.go                      the network simplex, step by step
//	training.go                     generators in training, side by side
//	  training_script.go            all training since the start, as text
//	  training_games.go  training_turns.go     the games, which can go back in the script
//	  training_measure.go           EM and the other numbers of a round
//	  training_moments.go           a step of training, line by line of Algorithm 1
//	  training_scene.go  training_frame.go     the pictures of the games
//	  training_trained.go  training_run.go     starts from trained weights, and runs of monge train
//
// Package serve runs a session for each page over a WebSocket, package wasm one in the
// browser.
package engine
