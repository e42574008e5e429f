package figures

import (
	"context"
	"errors"
	"testing"
)

func TestWorkIsDoneOnceButAgainAfterAnError(t *testing.T) {
	calls := 0
	failure := errors.New("stopped")
	value := once(func(context.Context, Progress) (int, error) {
		if calls++; calls == 1 {
			return 0, failure
		}
		return calls, nil
	})
	if _, err := value(t.Context(), nil); err != failure {
		t.Errorf("error %v, want %v", err, failure)
	}
	for range 3 {
		if got, err := value(t.Context(), nil); got != 2 || err != nil {
			t.Errorf("%d, %v, want what the second call made", got, err)
		}
	}
}
