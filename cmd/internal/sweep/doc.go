// Package sweep runs a study of many training runs on any engine: a shell, GNU parallel,
// Slurm or Kubernetes.
//
// A Grid says which settings take which values. NewPlan makes a Job of each
// combination and seed, and packs the jobs into tasks of about equal duration. Worker.Run
// runs tasks, Status reports the progress, and Collect writes one table:
//
//	monge sweep plan --clip 0.01,0.1 --depth 2,4 --seeds 1..100 -o study
//	monge sweep run study
//	monge sweep collect study -o results.csv
//
// Workers share nothing but the directory of the sweep:
//
//	plan.json               the tasks, with the estimated time of each
//	jobs.jsonl              the jobs, one on each line
//	data/                   the points of data files
//	results/task-7.jsonl    the results of task 7, one job on each line
//	results/task-7/         the finished jobs and checkpoints of task 7 until it is done
//
// Any worker may be killed at any time, and two workers may run the same task. A worker
// writes the results of its finished jobs to a file of its own, and the state of a long job
// to a checkpoint. The next worker reads all these files. When all jobs of a task are
// finished, a rename creates the file of the task. The settings of a job determine its
// result, so the table does not depend on which worker ran which job. This holds if all
// processors round in the same way: see package monge/gan/internal/dense.
//
// A run whose numbers overflow has failed, and would fail again. Its error is a result, which
// Collect writes to the table.
package sweep
