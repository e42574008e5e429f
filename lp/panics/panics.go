// Package panics passes a panic of one goroutine on to another. A panic that is not
// recovered in its own goroutine ends the process. So a goroutine that works for another
// one calls [Catch], and the one that waits for it panics with the result. Then a caller of
// the waiting goroutine's function can recover the panic.
package panics

import (
	"fmt"
	"runtime/debug"
)

// Catch calls f. If f panics, Catch returns a string that holds the message and the stack
// of the panic. Otherwise it returns nil.
func Catch(f func()) (fault any) {
	defer func() {
		if message := recover(); message != nil {
			fault = fmt.Sprintf("%v\n%s", message, debug.Stack())
		}
	}()
	f()
	return nil
}
