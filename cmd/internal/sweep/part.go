package sweep

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"monge/cmd/internal/fault"
)

// A worker touches its file once in every beat. If it has not done so for the time silence,
// it is taken for dead.
const (
	beat    = 5 * time.Second
	silence = 6 * beat
)

// part is the file in which a worker keeps what it has finished of a task: a line about
// the worker, then a result a line. No other worker writes it.
type part struct {
	file  *os.File
	stop  chan struct{}
	mutex sync.Mutex
	size  int64 // of the whole lines
}

// workerLine is the first line of a part.
type workerLine struct {
	Host       string `json:"host"`
	Process    int    `json:"process"`
	Processors int    `json:"processors"`
}

// newPart makes a file of this worker for a task.
func (s *Sweep) newPart(task, processors int) (*part, error) {
	dir := s.workDir(task)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fault.At(dir, err)
	}
	f, err := os.CreateTemp(dir, "*"+partEnding)
	if err != nil {
		return nil, fault.At(dir, err)
	}
	f.Chmod(0o644) // for workers of other users, where the system has any
	p := &part{file: f, stop: make(chan struct{})}
	host, _ := os.Hostname()
	if err := p.write(workerLine{host, os.Getpid(), processors}); err != nil {
		p.close()
		return nil, err
	}
	go p.keepAlive()
	return p, nil
}

// write adds a line, or nothing.
func (p *part) write(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	n, err := p.file.Write(append(line, '\n'))
	if err != nil {
		p.file.Truncate(p.size) // if this fails as well, readers ignore half a line
		return fault.At(p.file.Name(), err)
	}
	p.size += int64(n)
	return nil
}

// keepAlive touches the file until close.
func (p *part) keepAlive() {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			os.Chtimes(p.file.Name(), now, now)
		case <-p.stop:
			return
		}
	}
}

// close closes the file and sets its time back, so that its worker is not taken for alive.
func (p *part) close() {
	close(p.stop)
	past := time.Now().Add(-silence)
	os.Chtimes(p.file.Name(), past, past)
	p.file.Close()
}

// partial is what workers have done of a task so far.
type partial struct {
	results    map[string]Result // of its jobs, by name
	processors int               // of the workers that are alive
	failure    string            // why a worker gave up, if none is alive; "" if none did
}

// partial reads what workers have left of a task. Lines that are not whole, as a crash
// can leave, and those of other jobs do not count.
func (s *Sweep) partial(task int, jobs []Job) (partial, error) {
	known := make(map[string]bool, len(jobs))
	for _, job := range jobs {
		known[job.Name] = true
	}
	p := partial{results: make(map[string]Result)}
	dir := s.workDir(task)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return p, fault.At(dir, err)
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != partEnding {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // another worker has just finished the task
		}
		if err != nil {
			return p, fault.At(path, err)
		}
		lines := bufio.NewReader(bytes.NewReader(content))
		var worker workerLine
		first, _ := lines.ReadBytes('\n')
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) < silence && json.Unmarshal(first, &worker) == nil {
			p.processors += worker.Processors
		}
		for {
			line, err := lines.ReadBytes('\n')
			if result, ok := parseResult(line); ok && known[result.Name] {
				p.results[result.Name] = result
			}
			if err != nil {
				break
			}
		}
	}
	if message, err := os.ReadFile(s.failureFile(task)); err == nil && p.processors == 0 {
		p.failure = strings.TrimSpace(string(message))
	}
	return p, nil
}

// workDir is where workers keep what they have done of a task until it is done.
func (s *Sweep) workDir(task int) string {
	return filepath.Join(s.Dir, resultsDir, fmt.Sprintf("task-%d", task))
}

// partEnding ends the name of the file of a worker.
const partEnding = ".part"

// failureFile is where a worker says why it gave up a task.
func (s *Sweep) failureFile(task int) string { return filepath.Join(s.workDir(task), "error") }

// checkpointFile is where the state of a job is kept while it runs.
func (s *Sweep) checkpointFile(task int, job Job) string {
	return filepath.Join(s.workDir(task), job.Name+".checkpoint")
}
