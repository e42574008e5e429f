package figures

import (
	"context"
	"sync"
)

// once returns a function that does the work when it is called first, and
// returns the same value ever after: several figures can then show one run. If
// the work fails, as it does when ctx is done, the next call tries again.
func once[T any](work func(context.Context, Progress) (T, error)) func(context.Context, Progress) (T, error) {
	var mutex sync.Mutex
	var done bool
	var value T
	return func(ctx context.Context, progress Progress) (T, error) {
		mutex.Lock()
		defer mutex.Unlock()
		if done {
			return value, nil
		}
		made, err := work(ctx, progress)
		if err == nil {
			done, value = true, made
		}
		return made, err
	}
}
