package rundir

import (
	"bytes"
	"encoding/json"
	"hash/crc64"
	"io"
	"os"
	"path/filepath"

	"monge/cmd/internal/fault"
	"monge/gan"
)

// log is a file of records, a JSON object a line.
type log struct {
	path    string
	records []gan.Record
	ends    []int64 // where the line of each record ends
	torn    bool    // half a line follows the last one, as a crash can leave
}

// readLog reads a log. It returns an error that names the line if one of them is
// no record, or repeats one.
func readLog(dir string) (*log, error) {
	l := &log{path: filepath.Join(dir, LogFile)}
	content, err := os.ReadFile(l.path)
	if err != nil {
		return nil, fault.At(l.path, err)
	}
	whole := content[:bytes.LastIndexByte(content, '\n')+1]
	l.torn = len(whole) < len(content)
	if l.records, err = gan.ReadRecords(bytes.NewReader(whole)); err != nil {
		return nil, fault.At(l.path, err)
	}
	type key struct {
		step int
		loss gan.Loss
		seed uint64
	}
	seen := make(map[key]bool)
	for k, r := range l.records {
		if at := (key{r.Step, r.Loss, r.Seed}); seen[at] {
			return nil, fault.Atf(l.path, "line %d: a second record of step %d, %v, seed %d", k+1, r.Step, r.Loss, r.Seed)
		} else {
			seen[at] = true
		}
	}
	var end int64
	for range l.records {
		end += int64(bytes.IndexByte(whole[end:], '\n')) + 1
		l.ends = append(l.ends, end)
	}
	return l, nil
}

// check returns an error if the log is not the one that the seal was made of: it
// has lost records, or one of them was changed.
func (l *log) check(s seal) error {
	if have := len(l.records); have < s.Records {
		return fault.Atf(l.path, "%d of the %d records are missing that the checkpoint of step %d counts", s.Records-have, s.Records, s.Step)
	}
	sum := newSum()
	for k, r := range l.records[:s.Records] {
		sum.add(r)
		if k > 0 && (r.Seconds < l.records[k-1].Seconds || r.Step == l.records[k-1].Step && r.Seconds != l.records[k-1].Seconds) {
			return fault.Atf(l.path, "line %d: it was changed: the seconds do not follow those before", k+1)
		}
	}
	if sum.hash != s.Sum {
		return fault.Atf(l.path, "it was changed after the checkpoint of step %d: the checksum of its records is another", s.Step)
	}
	content, err := os.ReadFile(l.path)
	if err != nil {
		return fault.At(l.path, err)
	}
	var start int64
	for k, end := range l.ends[:s.Records] {
		if line, err := jsonLines(l.records[k : k+1]); err != nil || !bytes.Equal(line, content[start:end]) {
			return fault.Atf(l.path, "line %d: it was changed after the checkpoint of step %d", k+1, s.Step)
		}
		start = end
	}
	return nil
}

// truncate cuts off all that follows the first n records.
func (l *log) truncate(n int) error {
	l.records, l.ends = l.records[:n], l.ends[:n]
	end := int64(0)
	if n > 0 {
		end = l.ends[n-1]
	}
	return fault.At(l.path, os.Truncate(l.path, end))
}

// sum is the checksum of records, without their seconds: those differ between two
// runs of one configuration, whose checkpoints do not.
type sum struct{ hash uint64 }

var polynomial = crc64.MakeTable(crc64.ECMA)

func newSum() *sum { return new(sum) }

func (s *sum) add(r gan.Record) {
	r.Seconds = 0
	line, err := json.Marshal(r)
	if err != nil {
		panic(err) // records are finite, see gan.Evaluator.Measure
	}
	s.hash = crc64.Update(s.hash, polynomial, line)
}

// jsonLines returns the lines of a log.
func jsonLines(records []gan.Record) ([]byte, error) {
	var lines bytes.Buffer
	for _, record := range records {
		if err := json.NewEncoder(&lines).Encode(record); err != nil {
			return nil, err
		}
	}
	return lines.Bytes(), nil
}

// appendLog adds whole lines to a log, or none.
func appendLog(dir string, lines []byte) error {
	path := filepath.Join(dir, LogFile)
	log, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return fault.At(path, err)
	}
	defer log.Close()
	before, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return fault.At(path, err)
	}
	if _, err = log.Write(lines); err == nil {
		err = log.Sync()
	}
	if err != nil {
		log.Truncate(before)
		return fault.At(path, err)
	}
	return nil
}
