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

// recordLog is the content of a file of records, with a JSON object on each line.
type recordLog struct {
	path    string
	records []gan.Record
	ends    []int64 // offset of the end of each record's line
	torn    bool    // whether the file ends in half a line, which a crash can leave
}

// readLog reads a log. It returns an error that names the line if a line is not a record, or
// repeats one.
func readLog(dir string) (*recordLog, error) {
	l := &recordLog{path: filepath.Join(dir, LogFile)}
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
		if identity := (key{r.Step, r.Loss, r.Seed}); seen[identity] {
			return nil, fault.Atf(l.path, "line %d: a second record of step %d, %v, seed %d", k+1, r.Step, r.Loss, r.Seed)
		} else {
			seen[identity] = true
		}
	}
	var end int64
	for range l.records {
		end += int64(bytes.IndexByte(whole[end:], '\n')) + 1
		l.ends = append(l.ends, end)
	}
	return l, nil
}

// check returns an error if records that the manifest counts are missing or were changed.
func (l *recordLog) check(m manifest) error {
	if have := len(l.records); have < m.Records {
		return fault.Atf(l.path, "%d of the %d records that the checkpoint of step %d counts are missing", m.Records-have, m.Records, m.Step)
	}
	sum := newChecksum()
	for k, r := range l.records[:m.Records] {
		sum.add(r)
		if k > 0 && (r.Seconds < l.records[k-1].Seconds || r.Step == l.records[k-1].Step && r.Seconds != l.records[k-1].Seconds) {
			return fault.Atf(l.path, "line %d was changed: its seconds do not follow those of the line before", k+1)
		}
	}
	if sum.hash != m.Sum {
		return fault.Atf(l.path, "it was changed after the checkpoint of step %d: the checksum of its records differs", m.Step)
	}
	content, err := os.ReadFile(l.path)
	if err != nil {
		return fault.At(l.path, err)
	}
	var start int64
	for k, end := range l.ends[:m.Records] {
		if line, err := jsonLines(l.records[k : k+1]); err != nil || !bytes.Equal(line, content[start:end]) {
			return fault.Atf(l.path, "line %d was changed after the checkpoint of step %d", k+1, m.Step)
		}
		start = end
	}
	return nil
}

// truncate cuts off the log after the first n records.
func (l *recordLog) truncate(n int) error {
	l.records, l.ends = l.records[:n], l.ends[:n]
	end := int64(0)
	if n > 0 {
		end = l.ends[n-1]
	}
	return fault.At(l.path, os.Truncate(l.path, end))
}

// checksum is a checksum of records without their seconds. The seconds differ between two
// runs of one configuration; their checkpoints must not.
type checksum struct{ hash uint64 }

var polynomial = crc64.MakeTable(crc64.ECMA)

func newChecksum() *checksum { return new(checksum) }

func (s *checksum) add(r gan.Record) {
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

// appendLog appends lines to a log, all or none.
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
