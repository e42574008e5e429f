package panics_test

import (
	"fmt"
	"strings"

	"monge/lp/panics"
)

// half returns half of n. Another goroutine computes it.
func half(n int) int {
	var result int
	done := make(chan any)
	go func() {
		done <- panics.Catch(func() {
			if n%2 != 0 {
				panic(fmt.Sprint(n, " is odd"))
			}
			result = n / 2
		})
	}()
	if fault := <-done; fault != nil {
		panic(fault)
	}
	return result
}

// The caller of half recovers a panic of the goroutine that half started.
func ExampleCatch() {
	defer func() {
		message, _, _ := strings.Cut(recover().(string), "\n")
		fmt.Println("recovered:", message)
	}()
	fmt.Println(half(6))
	fmt.Println(half(7))
	// Output:
	// 3
	// recovered: 7 is odd
}
