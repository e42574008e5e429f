package sweep

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"monge/cmd/internal/fault"
	"monge/cmd/internal/file"
	"monge/cmd/internal/rundir"
	"monge/gan"
)

// saveEvery is the time between two checkpoints of a job: a worker that is killed loses
// that, and an iteration or a record, at most. Shorter jobs have none.
var saveEvery = 20 * time.Second

// worthSaving is the least time since the last checkpoint for which a worker that is told to
// stop writes another one.
const worthSaving = time.Second

// checkpoint is the first line of the checkpoint of a job, above the state of its game.
type checkpoint struct {
	Name    string       `json:"name"` // of the job
	Records []gan.Record `json:"records"`
	Seconds float64      `json:"seconds"`
}

// runJob trains a job, from its checkpoint if there is one. A run whose numbers overflow
// has a result with an Error. It returns an error if the job could not be run to the end.
func (w *Worker) runJob(ctx context.Context, task int, job Job) (Result, error) {
	data, err := w.data(job)
	if err != nil {
		return Result{}, err
	}
	path := w.Sweep.checkpointFile(task, job)
	comparison, before, err := resume(path, job, data.Data)
	if err != nil {
		return Result{}, err
	}
	start := time.Now()
	result := Result{Name: job.Name, Records: before.Records}
	seconds := func() float64 { return before.Seconds + time.Since(start).Seconds() }
	saved := start
	iterations := 1 // to do at once: so many that calls cost nothing, and a signal is answered soon
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

// advance trains for some iterations. If the next record comes first, it trains up to that,
// measures, and returns the records. begins says that there are none yet. ctx stops it only
// on the way to a record; other iterations end, so that they can be saved.
func advance(ctx context.Context, standard *rundir.Standard, c *gan.Comparison, begins bool, iterations int) ([]gan.Record, error) {
	switch next := c.Next(); {
	case begins && c.Step == 0 && c.Config.EvalEvery > 0:
		return standard.Advance(ctx, c, 0, nil)
	case c.Step+iterations < next:
		return nil, c.Train(context.WithoutCancel(ctx), c.Step+iterations, nil)
	default:
		return standard.Advance(ctx, c, next, nil)
	}
}

// resume returns the game of a job where its checkpoint left it, at the beginning if there
// is no checkpoint of this job.
func resume(path string, job Job, data gan.Data) (*gan.Comparison, checkpoint, error) {
	var c checkpoint
	comparison, err := gan.NewComparison(job.Config, data)
	if err != nil {
		return nil, c, err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return comparison, c, nil
	}
	from := bufio.NewReader(bytes.NewReader(content))
	line, _ := from.ReadBytes('\n')
	if json.Unmarshal(line, &c) == nil && c.Name == job.Name && comparison.Restore(from) == nil {
		return comparison, c, nil
	}
	comparison, err = gan.NewComparison(job.Config, data) // Restore may have changed the other
	return comparison, checkpoint{}, err
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
