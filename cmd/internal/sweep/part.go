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

// A worker touches its file at each heartbeat. A worker whose file has not been touched for
// the time deadAfter is considered dead.
const (
	heartbeat = 5 * time.Second
	deadAfter = 6 * heartbeat
)

// part is the file of one worker for a task: a line about the worker, then the result of each
// job that it has finished. No other worker writes to it.
type part struct {
	file  *os.File
	stop  chan struct{}
	mutex sync.Mutex
	size  int64 // of the complete lines
}

// workerLine is the first line of a part.
type workerLine struct {
	Host       string `json:"host"`
	Process    int    `json:"process"`
	Processors int    `json:"processors"`
}

// newPart makes the file of this worker for a task.
func (s *Sweep) newPart(task, processors int) (*part, error) {
	dir := s.workDir(task)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fault.At(dir, err)
	}
	f, err := os.CreateTemp(dir, "*"+partEnding)
	if err != nil {
		return nil, fault.At(dir, err)
	}
	f.Chmod(0o644) // so that workers of other users can read it; some systems have no permissions
	p := &part{file: f, stop: make(chan struct{})}
	host, _ := os.Hostname()
	if err := p.write(workerLine{host, os.Getpid(), processors}); err != nil {
		p.close()
		return nil, err
	}
	go p.keepAlive()
	return p, nil
}

// write appends a line, or nothing if it fails.
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

// keepAlive touches the file at each heartbeat until close.
func (p *part) keepAlive() {
	tick := time.NewTicker(heartbeat)
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

// close closes the file and sets its time back, so that its worker is considered dead at once.
func (p *part) close() {
	close(p.stop)
	past := time.Now().Add(-deadAfter)
	os.Chtimes(p.file.Name(), past, past)
	p.file.Close()
}

// unfinished is the state of a task that is not done.
type unfinished struct {
	results    map[string]Result // of the finished jobs, by name
	processors int               // of the workers that are alive
	failure    string            // why a worker gave up, if none is alive; otherwise ""
}

// readUnfinished reads the files of all workers of a task. It ignores incomplete lines, which
// a crash can leave, and lines of other jobs.
func (s *Sweep) readUnfinished(task int, jobs []Job) (unfinished, error) {
	known := make(map[string]bool, len(jobs))
	for _, job := range jobs {
		known[job.Name] = true
	}
	u := unfinished{results: make(map[string]Result)}
	dir := s.workDir(task)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return u, fault.At(dir, err)
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
			return u, fault.At(path, err)
		}
		lines := bufio.NewReader(bytes.NewReader(content))
		var worker workerLine
		first, _ := lines.ReadBytes('\n')
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) < deadAfter && json.Unmarshal(first, &worker) == nil {
			u.processors += worker.Processors
		}
		for {
			line, err := lines.ReadBytes('\n')
			if result, ok := parseResult(line); ok && known[result.Name] {
				u.results[result.Name] = result
			}
			if err != nil {
				break
			}
		}
	}
	message, err := os.ReadFile(s.failureFile(task))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return u, fault.At(s.failureFile(task), err)
	}
	if u.processors == 0 {
		u.failure = strings.TrimSpace(string(message))
	}
	return u, nil
}

// workDir returns the directory in which workers keep the files of a task until it is done.
func (s *Sweep) workDir(task int) string {
	return filepath.Join(s.Dir, resultsDir, fmt.Sprintf("task-%d", task))
}

// partEnding is the extension of the file of a worker.
const partEnding = ".part"

// failureFile returns the path of the file in which a worker writes why it gave up a task.
func (s *Sweep) failureFile(task int) string { return filepath.Join(s.workDir(task), "error") }

// checkpointFile returns the path of the checkpoint of a job.
func (s *Sweep) checkpointFile(task int, job Job) string {
	return filepath.Join(s.workDir(task), job.Name+".checkpoint")
}
