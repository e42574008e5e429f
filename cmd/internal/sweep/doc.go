// Package sweep makes a study of many training runs into work that any engine can
// do: a shell, GNU parallel, Slurm, Kubernetes.
//
// A Grid says which settings take which values. NewPlan makes a Job of each
// combination and seed, and packs jobs into tasks that last about as long as each
// other. Run does tasks, Status says how far they are, and Collect writes one table:
//
//	monge sweep plan --clip 0.01,0.1 --depth 2,4 --seeds 1..100 -o study
//	monge sweep run study
//	monge sweep collect study -o results.csv
//
// The directory of a sweep is all that its workers share:
//
//	plan.json               the tasks, with the time that each should take
//	jobs.jsonl              the jobs, one a line
//	data/                   the points of files that are learnt
//	results/task-7.jsonl    the results of task 7, one job a line
//	results/task-7/         what workers have done of task 7 so far
//
// Any worker may be killed at any time, and two workers may do the same task. A
// worker writes each finished job into a file of its own, and the state of a long job
// into a checkpoint. The next worker reads them all. The file of a task appears when
// all its jobs are there, complete, by a rename. A job depends on its settings
// alone, so that two workers that do it find the same numbers, and the table
// does not depend on who did what. This holds as long as all processors round
// alike: see package monge/gan/internal/dense.
//
// A run whose numbers overflow has failed, and would fail again. Its error is a
// result: it is kept, and Collect writes it into the table.
package sweep
