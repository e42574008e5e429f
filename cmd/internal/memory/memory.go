// Package memory says whether something fits into memory before it is allocated:
// a Go program that runs out of memory ends with a trace of all its goroutines.
package memory

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Check returns an error if that many bytes are more than Available. what names
// what the memory is for, as in "a matrix of 9 columns".
func Check(what string, bytes float64) error {
	if free := Available(); bytes > free {
		return fmt.Errorf("%s takes %s of memory, where %s are free", what, Size(bytes), Size(free))
	}
	return nil
}

// Size writes a number of bytes for people: "1.5 GB".
func Size(bytes float64) string {
	for _, unit := range []string{"bytes", "kB", "MB", "GB"} {
		if bytes < 1000 {
			return fmt.Sprintf("%.3g %s", bytes, unit)
		}
		bytes /= 1000
	}
	return fmt.Sprintf("%.3g TB", bytes)
}

// Available returns how many more bytes this process can have: what the machine
// has free, its control group allows and its limits allow. It returns +Inf where
// the system does not say.
func Available() float64 {
	free := math.Inf(1)
	for _, limit := range []float64{machine("/proc/meminfo"), group("/sys/fs/cgroup"), process()} {
		free = min(free, limit)
	}
	return max(free, 0)
}

// machine returns what /proc/meminfo says is available.
func machine(path string) float64 {
	file, err := os.Open(path)
	if err != nil {
		return math.Inf(1)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if text, found := strings.CutPrefix(lines.Text(), "MemAvailable:"); found {
			if kilobytes, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "kB")), 64); err == nil {
				return 1024 * kilobytes
			}
		}
	}
	return math.Inf(1)
}

// group returns what the control group of this process, version 2, leaves.
func group(dir string) float64 {
	number := func(name string) (float64, bool) {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return 0, false
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(string(content)), 64)
		return x, err == nil // "max" is no number
	}
	most, limited := number("memory.max")
	used, known := number("memory.current")
	if !limited || !known {
		return math.Inf(1)
	}
	return most - used
}

// process returns what the limit on the address space of this process leaves
// (ulimit -v).
func process() float64 {
	most := addressSpace()
	if math.IsInf(most, 1) {
		return most
	}
	var used runtime.MemStats
	runtime.ReadMemStats(&used)
	return most - float64(used.Sys)
}
