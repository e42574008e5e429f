//go:build js

package main

import (
	"context"
	"syscall/js"
	"time"

	"monge/cmd/internal/explore/engine"
)

// main runs in a Web Worker, worker.js. It defines a function that the worker calls for each
// message, with the message and the length of the slice:
//
//	const frame = mongeHandle(text, milliseconds) // a Uint8Array
func main() {
	session := engine.NewSession(engine.Options{})
	js.Global().Set("mongeHandle", js.FuncOf(func(_ js.Value, args []js.Value) any {
		slice := time.Duration(args[1].Float() * float64(time.Millisecond))
		frame, alive := session.Handle(context.Background(), []byte(args[0].String()), slice)
		if !alive {
			session = engine.NewSession(engine.Options{})
		}
		out := js.Global().Get("Uint8Array").New(len(frame))
		js.CopyBytesToJS(out, frame)
		return out
	}))
	js.Global().Get("mongeReady").Invoke()
	select {}
}
