// Package rundir keeps a training run in a directory.
//
//	config.json      the settings, which are all that the run depends on
//	data.csv         the points, if a file is learnt
//	log.jsonl        a record a line
//	samples-*.csv    held-out real samples, and generated ones at four stages
//	checkpoint       the state of the last round: weights, optimizers, streams
//	training.png     the picture
//
// Open reads a directory, of a run that is finished or not. Create and Resume
// return a Writer, whose Keep puts a round on disk: first the records and the
// samples, last the checkpoint. So what is on disk is always the run at its last
// checkpoint, or more records than that, and a run that was killed anywhere goes
// on to the same bytes.
package rundir
