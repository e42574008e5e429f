// Package explore is the explorer of monge: a page on which one drags a point
// and sees at once what the distances, the plan and the networks make of it.
// This package holds no code; it shows the way through the others.
//
//	engine   answers messages with frames. It knows neither network nor page,
//	         and is built on lp, metrics and gan.
//	page     index.html, page.css and ES modules, embedded as they are written. A
//	         browser gets the modules joined into one file: see page/join.go.
//	serve    carries messages and frames over HTTP, in a WebSocket.
//	wasm     carries them between a page and a Web Worker. It is the main
//	         package of a build with GOOS=js GOARCH=wasm.
//	static   writes the page and its engine as files for any static host.
//
// # How a number travels
//
// A control of the page changes the state of its view, a flat object that the
// address of the page holds too. The view sends the state to the engine as a
// Message of kind "show". The engine computes, and answers with one Frame: a
// JSON payload and arrays of float64. The view draws the frame. Nothing is
// pushed: a page that plays asks for one frame after another, so that a page
// that is gone costs nothing. The frame of the initial state comes with the page, in
// index.html, so that the first picture waits for no answer.
//
// No distance, loss or plan is computed in JavaScript. It maps numbers to
// pixels, and pixels to coordinates.
//
// While games are played, training comes first: they are drawn in turn, for a fifth
// of the time, and exact EM is measured beside them, each time from the solution
// before. While a point is dragged, the solver starts from the last solution and the
// potential has fewer cells. At rest all of it is as fine as it can be.
//
// # How to measure it
//
// Times depend on the machine and on what else it does. These commands print the
// first picture, iterations and frames a second, a dragged point and memory, of the
// page that is served and, with MONGE_MEASURE=static, of WebAssembly:
//
//	MONGE_BROWSER=chromium MONGE_MEASURE=served go test -v -run TestMeasure ./cmd/internal/explore/browsertest
//	MONGE_MEASURE=1 go test -v -run TestMeasureThirtyPages ./cmd/internal/explore/serve
//	go test -run '^$' -bench . ./cmd/internal/explore/engine
//	MONGE_BROWSER=chromium MONGE_PLAY=5m go test -v -run TestMeasurePlay ./cmd/internal/explore/browsertest
//
// From a move of the mouse to the picture that follows it takes at least one frame of
// the screen, 16.7 ms at 60 a second: browsers hand out moves at the beginning of a
// frame, and the engine answers after it. With 50, 250 and 1000 points a side, and two
// processors of which others used a part (load 3.5), the answer was there after 3.9, 5.5
// and 13.6 ms in the median, its frame began after 17.8, 17.7 and 18.3, and was painted
// after 20.9, 20.6 and 26.0 (95 %: 21.6, 21.8 and 33.4). At load 23 the medians were 22.5,
// 22.9 and 37.5, but 95 % took up to 41, 100 and 79 ms: a page at rest had its frames up to
// 34 ms apart there. So the test prints the frames of a page at rest, too.
//
// # How large WebAssembly is
//
// The engine as WebAssembly has 1.49 MB as monge.wasm.gz. What the Go command builds by
// itself has 1.81. Package static does three things. Packages that run rarely are not
// inlined, which saves some 0.07 MB; without inlining in all of the standard library a
// dragged point of 1000 + 1000 takes half as long again or more: 632 and 671 ms in place
// of 372 and 418, in Node on a busy machine. One segment in place of 68 000 segments of
// data saves 0.12. Tables of files and lines are cleared, which saves 0.14; the trace of a
// panic, in the console of a static page, names functions without lines.
//
// xz would make 1.06 MB of it, and Brotli 1.11, but not all browsers can unpack these from a
// script, and a host that packs files itself leaves a .gz as it is.
//
// # How to add a view
//
// In Go, write a type with the method of engine.View in a file named for the
// view, and add a line to the table in engine/views.go. On the page, write a
// module that exports fields, question and mount, and add a line to the table in
// page/views.js. page/duality.js is the shortest one to read first.
//
// Each view answers three kinds of message besides its own: "show" returns what
// is to be drawn of a state, "recipe" the command line and the Go code that
// give the same numbers, and "csv" the files that one can save.
package explore
