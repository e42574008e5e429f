//go:build !js

package gan_test

import (
	"context"
	"slices"
	"testing"
)

// A comparison goes on from a state as it did the first time, and the state is a copy
// that training does not change.
func TestAComparisonReturnsToAState(t *testing.T) {
	config := small()
	c := newComparison(t, config)
	must(c.Advance(context.Background(), c.Next(), nil))(t)
	state := must(c.State())(t)
	before := saved(t, c)
	train(t, c)
	after := saved(t, c)
	for range 2 {
		if err := c.SetState(state); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(saved(t, c), before) {
			t.Fatal("another state than the one that was taken")
		}
		train(t, c)
		if !slices.Equal(saved(t, c), after) {
			t.Fatal("another end")
		}
	}
	if parameters := 8 * len(c.Runs[0].Critic.Parameters); state.Size() < parameters {
		t.Errorf("a state of %d bytes, where a critic alone takes %d", state.Size(), parameters)
	}
	config.Width++
	if newComparison(t, config).SetState(state) == nil {
		t.Error("no error for networks of another size")
	}
}
