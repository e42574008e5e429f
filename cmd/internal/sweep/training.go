package sweep

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// saveEvery is the time between two checkpoints of a job. A worker that is killed loses at
// most the work of this time and of one iteration or record. Shorter jobs have no checkpoint.
var saveEvery = 20 * time.Second

// worthSaving is an age of the last checkpoint. A worker that is told to stop writes a new
// checkpoint if the last one is at least this old.
const worthSaving = time.Second

// checkpoint is the first line of the checkpoint file of a job. The state of the game follows.
type checkpoint struct {
	Name    string       `json:"name"` // of the job
	Records []gan.Record `json:"records"`
	Seconds float64      `json:"seconds"`
}

// runJob trains a job from its checkpoint, or from the beginning if there is none. If the
// numbers of the run overflow, its result has an Error. runJob returns an error if it cannot
// finish the job.
func (w *Worker) runJob(ctx context.Context, task int, job Job) (Result, error) {
	data, err := w.data(job)
	if err != nil {
		return Result{}, err
	}
	path := w.Sweep.checkpointFile(task, job)
	comparison, before, err := w.resume(path, job, data.Data)
	if err != nil {
		return Result{}, err
	}
	start := time.Now()
	result := Result{Name: job.Name, Records: before.Records}
	seconds := func() float64 { return before.Seconds + time.Since(start).Seconds() }
	saved := start
	iterations := 1 // in a call of advance; it grows until a call takes 10 ms
	for {
		since := time.Since(saved)
		if since >= saveEvery || ctx.Err() != nil && since >= worthSaving {
			saved = time.Now()
			if err := save(path, checkpoint{job.Name, result.Records, seconds()}, comparison); err != nil {
				return Result{}, err
			}
		}
		if ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
		begun := time.Now()
		records, err := advance(ctx, data.Standard, comparison, len(result.Records) == 0, iterations)
		if time.Since(begun) < 10*time.Millisecond && iterations < job.Config.Iterations {
			iterations *= 2
		}
		if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
			return Result{}, err
		}
		result.Records = append(result.Records, records...)
		if err != nil {
			result.Error = fault.Message(err)
		}
		if err != nil || comparison.Step == job.Config.Iterations {
			result.Seconds = seconds()
			return result, nil
		}
	}
}

// advance trains for some iterations, or to the next record if that comes first. Then it
// measures and returns the records. first says whether there are no records yet. A canceled
// ctx stops only training that ends with a record: other training is short and can be saved.
func advance(ctx context.Context, standard *rundir.Standard, c *gan.Comparison, first bool, iterations int) ([]gan.Record, error) {
	switch next := c.Next(); {
	case first && c.Step == 0 && c.Config.EvalEvery > 0:
		return standard.Advance(ctx, c, 0, nil)
	case c.Step+iterations < next:
		return nil, c.Train(context.WithoutCancel(ctx), c.Step+iterations, nil)
	default:
		return standard.Advance(ctx, c, next, nil)
	}
}

// resume returns the game of a job at its checkpoint, or at step 0 if there is none. If the
// checkpoint cannot be used, resume notes that and returns the game at step 0.
func (w *Worker) resume(path string, job Job, data gan.Data) (*gan.Comparison, checkpoint, error) {
	var c checkpoint
	comparison, err := gan.NewComparison(job.Config, data)
	if err != nil {
		return nil, c, err
	}
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return comparison, c, nil
	}
	if err == nil {
		c, err = restore(content, job, comparison)
	}
	if err == nil {
		return comparison, c, nil
	}
	w.note(fmt.Sprintf("%s; the run begins again at step 0", fault.Message(fault.At(path, err))))
	comparison, err = gan.NewComparison(job.Config, data) // Restore may have changed the first one
	return comparison, checkpoint{}, err
}

// restore sets a game to the checkpoint in content. It returns an error if content is not a
// checkpoint of the job.
func restore(content []byte, job Job, comparison *gan.Comparison) (checkpoint, error) {
	var c checkpoint
	line, state, _ := bytes.Cut(content, []byte("\n"))
	if err := json.Unmarshal(line, &c); err != nil {
		return c, fmt.Errorf("not a checkpoint: its first line: %w", err)
	}
	if c.Name != job.Name {
		return c, fmt.Errorf("the checkpoint is of run %s, not %s", fault.Quote(c.Name), job.Name)
	}
	return c, comparison.Restore(bytes.NewReader(state))
}

// save writes a checkpoint.
func save(path string, c checkpoint, comparison *gan.Comparison) error {
	return file.Write(path, func(w io.Writer) error {
		if err := json.NewEncoder(w).Encode(c); err != nil {
			return err
		}
		return comparison.Save(w)
	})
}
