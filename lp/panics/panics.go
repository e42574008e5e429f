// Package panics hands a panic of one goroutine to another. A panic that no function of
// its own goroutine recovers ends the process, whatever the other goroutines recover. So
// a goroutine that works for another one calls [Catch], and the one that waits for it
// panics with the result: then whoever called can recover.
package panics

import (
	"fmt"
	"runtime/debug"
)

// Catch calls f. If f panics, Catch returns a string, the message and the stack, with
// which another goroutine can panic. Otherwise it returns nil.
func Catch(f func()) (fault any) {
	defer func() {
		if message := recover(); message != nil {
			fault = fmt.Sprintf("%v\n%s", message, debug.Stack())
		}
	}()
	f()
	return nil
}
