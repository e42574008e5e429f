// Package engine computes what the explorer's page shows. A page sends messages, JSON,
// and gets a frame for each: a JSON object and arrays of numbers. The page itself
// computes nothing that anyone is to believe.
//
// What follows from a message is in the message: its payload is the state of the page's
// controls. A Session keeps only what is slow to make anew.
//
// # How to read the code
//
//	message.go                      Message, Request and Frame, and what is too much
//	session.go                      a Session hands each message to a View
//	views.go                        the table of views
//
// Then a view, each with its files in this order; *_recipe.go writes the command line
// and the Go program that give the same numbers without the page:
//
//	distances.go                    two distributions and what lies between them
//	  distances_pair.go             which two: a preset, or points of one's own
//	  distances_images.go  distances_open.go        small pictures, and files
//	  distances_curves.go  distances_potential.go   distances along a parameter; f
//	  distances_predict.go          a plan that someone guessed
//	  distances_program.go          a Go program, which all recipes share
//	duality.go                      a function f, shaped by hand
//	program.go                      the network simplex, step by step
//	training.go                     generators that learn, side by side
//	  training_script.go            what was done since the start, as text
//	  training_games.go  training_turns.go     the games, which can go back
//	  training_measure.go           EM and the other numbers of a round
//	  training_moments.go           one line of Algorithm 1 at a time
//	  training_scene.go  training_frame.go     what is drawn
//	  training_trained.go  training_run.go     trained starts, and runs of monge train
//
// Package serve runs a session for each page over a WebSocket, package wasm one in the
// browser.
package engine
