package rundir

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"monge/cmd/internal/fault"
)

// lockFile exists while a process writes to the directory. Its line names the host and the
// process.
const lockFile = ".lock"

// heartbeat is the interval in which a writer touches its lock file. A writer on another host
// that has missed several heartbeats is considered dead.
const heartbeat = 10 * time.Second

// lock is the lock of a directory, which this process holds.
type lock struct {
	*flock.Flock
	stop chan struct{}
}

// acquire locks a directory for this process. It returns an error that names the
// writer if another one holds the lock.
//
// The operating system releases a lock when its process ends. On some file systems, such as
// NFS, the lock holds for other hosts as well. On others the age of the lock file tells
// whether a writer on another host is alive.
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
			return nil, fault.Atf(dir, "%s is writing to it", ownerName(path))
		}
		if !l.isAt(path) { // the last holder removed the file before this process locked it
			l.Flock.Close()
			continue
		}
		if other, age := otherHost(path, host); other != "" && age < 6*heartbeat {
			l.Flock.Close()
			return nil, fault.Atf(dir, "%s was writing to it %.0f s ago; if that process has ended, wait a minute", other, age.Seconds())
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

// readOwner returns the host and the process that a lock file names.
func readOwner(path string) (host string, process int, ok bool) {
	line, err := os.ReadFile(path)
	if err != nil {
		return "", 0, false
	}
	n, _ := fmt.Sscanf(string(line), "%s process %d\n", &host, &process)
	return host, process, n == 2
}

// ownerName names the process that a lock file names, for messages.
func ownerName(path string) string {
	if host, process, ok := readOwner(path); ok {
		return fmt.Sprintf("process %d on %s", process, host)
	}
	return "another process"
}

// otherHost returns the process that a lock file names if it is on another host, and the time
// since it touched the file. Otherwise it returns "".
func otherHost(path, here string) (string, time.Duration) {
	host, _, ok := readOwner(path)
	info, err := os.Stat(path)
	if !ok || host == here || err != nil {
		return "", 0
	}
	return ownerName(path), max(time.Since(info.ModTime()), 0)
}

// keepAlive touches the lock file until the lock is released.
func (l *lock) keepAlive(path string) {
	tick := time.NewTicker(heartbeat)
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

// release removes the lock file and releases the lock.
func (l *lock) release() {
	close(l.stop)
	os.Remove(l.Path()) // before the lock is released: afterwards it may belong to another writer
	l.Flock.Close()
}
