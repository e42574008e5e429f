// Package rundir keeps a training run in a directory.
//
//	config.json      the settings, which determine the run
//	data.csv         the points, if the data come from a file
//	log.jsonl        one record on each line
//	samples-*.csv    held-out real samples, and generated ones at four stages
//	checkpoint       the state after the last round: weights, optimizers, random streams
//	training.png     the picture
//
// Open reads the directory of a run, finished or not. Create and Resume return a Writer. Its
// method Keep writes a round: first the records and the samples, last the checkpoint. If the
// process is killed, the directory holds the run at its last checkpoint, and perhaps records
// after it. Resume drops those records and continues to the same bytes.
package rundir
