package rundir

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"monge/cmd/internal/fault"
)

// lockFile is there while a process writes the directory. Its line names the host
// and the process.
const lockFile = ".lock"

// beat is the time after which a writer touches its lock file again. If a writer on another
// host has not touched its file for several beats, it is taken for dead.
const beat = 10 * time.Second

// lock is a directory's lock, held by this process.
type lock struct {
	*flock.Flock
	stop chan struct{}
}

// acquire locks a directory for this process. It returns an error that names the
// writer if another one holds the lock.
//
// The operating system's lock ends with its process, however that ends. It also
// binds other hosts where the file system passes it on, as NFS does. Where it does
// not, the age of the lock file tells whether another host's writer is alive.
func acquire(dir string) (*lock, error) {
	path := filepath.Join(dir, lockFile)
	host, _ := os.Hostname()
	for {
		l := &lock{flock.New(path), make(chan struct{})}
		held, err := l.TryLock()
		if err != nil {
			return nil, fault.At(path, err)
		}
		if !held {
			l.Flock.Close()
			return nil, fault.Atf(dir, "%s is writing it", owner(path))
		}
		if !l.isAt(path) { // its last holder removed it before this one had it
			l.Flock.Close()
			continue
		}
		if other, age := foreign(path, host); other != "" && age < 6*beat {
			l.Flock.Close()
			return nil, fault.Atf(dir, "%s was writing it %.0f s ago; if it has ended, wait for a minute", other, age.Seconds())
		}
		if err := os.WriteFile(path, fmt.Appendf(nil, "%s process %d\n", host, os.Getpid()), 0o644); err != nil {
			l.release()
			return nil, fault.At(path, err)
		}
		go l.keepAlive(path)
		return l, nil
	}
}

// isAt reports whether the locked file is still the one at path.
func (l *lock) isAt(path string) bool {
	mine, err := l.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(mine, there)
}

// writer is what a lock file says of who made it.
func writer(path string) (host string, process int, ok bool) {
	line, err := os.ReadFile(path)
	if err != nil {
		return "", 0, false
	}
	n, _ := fmt.Sscanf(string(line), "%s process %d\n", &host, &process)
	return host, process, n == 2
}

// owner names the writer that a lock file is of.
func owner(path string) string {
	if host, process, ok := writer(path); ok {
		return fmt.Sprintf("process %d on %s", process, host)
	}
	return "another process"
}

// foreign returns the writer that a lock file names and how long ago it touched
// the file, or "" if it names none or one on this host.
func foreign(path, here string) (string, time.Duration) {
	host, _, ok := writer(path)
	info, err := os.Stat(path)
	if !ok || host == here || err != nil {
		return "", 0
	}
	return owner(path), max(time.Since(info.ModTime()), 0)
}

// keepAlive touches the lock file until it is released.
func (l *lock) keepAlive(path string) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			os.Chtimes(path, now, now)
		case <-l.stop:
			return
		}
	}
}

// release gives the lock back and removes its file.
func (l *lock) release() {
	close(l.stop)
	os.Remove(l.Path()) // before the lock ends, or it could be the next writer's
	l.Flock.Close()
}
