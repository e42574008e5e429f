//go:build !js

package gan_test

import (
	"context"
	"slices"
	"testing"
)

// From a state training gives the same bits again, and it does not change the state.
func TestSetStateRestoresAComparison(t *testing.T) {
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
			t.Fatal("SetState set another state")
		}
		train(t, c)
		if !slices.Equal(saved(t, c), after) {
			t.Fatal("training ends in another state")
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
