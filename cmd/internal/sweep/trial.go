package sweep

import (
	"context"
	"encoding/json"
	"time"

	"monge/gan"
)

// trialTime is the time for which a trial run trains. It trains for at least one iteration.
const trialTime = 20 * time.Millisecond

// estimate returns an estimate of the seconds of each job on one processor. Jobs of one kind
// share a trial run.
func estimate(ctx context.Context, jobs []Job, data *dataFiles, progress func(done, total int)) ([]float64, error) {
	kinds := make([]string, len(jobs))
	first := make(map[string]Job)
	for k, job := range jobs {
		kind, err := kindOf(job)
		if err != nil {
			return nil, err
		}
		kinds[k] = kind
		if _, ok := first[kind]; !ok {
			first[kind] = job
		}
	}
	cost := make(map[string]float64)
	seconds := make([]float64, len(jobs))
	for k, job := range jobs {
		if _, ok := cost[kinds[k]]; !ok {
			var err error
			if cost[kinds[k]], err = trial(ctx, job.Config, data.forJob(job)); err != nil {
				return nil, err
			}
			if progress != nil {
				progress(len(cost), len(first))
			}
		}
		seconds[k] = cost[kinds[k]]
	}
	return seconds, nil
}

// kindOf returns a key of the settings on which the time of a job depends.
func kindOf(j Job) (string, error) {
	c := j.Config
	c.Seed, c.Clip, c.Penalty, c.Rate, c.CriticRate, c.Beta1 = 0, 0, 0, 0, 0, 0
	kind, err := json.Marshal(c)
	return string(kind) + j.Points, err
}

// trial trains the beginning of a run, and returns an estimate of the seconds of the whole
// run. If the numbers of the trial overflow, it returns the time until then.
func trial(ctx context.Context, c gan.Config, data gan.Data) (float64, error) {
	start := time.Now()
	length, every := c.Iterations, c.EvalEvery
	iterations := float64(length) + float64(min(c.Warmup, length))*(float64(c.WarmupSteps)/float64(c.CriticSteps)-1)
	records := 1.
	if every > 0 {
		records += float64((length + every - 1) / every)
	}
	c.Warmup = 0
	comparison, err := gan.NewComparison(c, data)
	if err != nil {
		return 0, err
	}
	setup := time.Since(start).Seconds()

	start = time.Now()
	for comparison.Step < length && (comparison.Step == 0 || time.Since(start) < trialTime) {
		if err := comparison.Train(ctx, comparison.Step+1, nil); err != nil {
			return time.Since(start).Seconds(), ctx.Err()
		}
	}
	iteration := time.Since(start).Seconds() / float64(comparison.Step)

	start = time.Now()
	if _, err := comparison.Advance(ctx, comparison.Step, nil); err != nil {
		return time.Since(start).Seconds(), ctx.Err()
	}
	return setup + iterations*iteration + records*time.Since(start).Seconds(), nil
}

// pack divides the jobs into ranges of about equal time, one for each task. It panics if there
// are more tasks than jobs.
func pack(seconds []float64, tasks int) []Task {
	if tasks > len(seconds) {
		panic("sweep: more tasks than jobs")
	}
	each := sum(seconds) / float64(tasks)
	var all []Task
	var before float64
	for k, s := range seconds {
		begun, left := len(all), len(seconds)-k
		if begun == 0 || begun < tasks && (before+s/2 >= float64(begun)*each || left == tasks-begun) {
			all = append(all, Task{First: k})
		}
		all[len(all)-1].Seconds += s
		before += s
	}
	return all
}

func sum(values []float64) (total float64) {
	for _, x := range values {
		total += x
	}
	return total
}
