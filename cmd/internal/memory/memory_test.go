package memory

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func ExampleSize() {
	fmt.Println(Size(999), Size(1.5e9), Size(3e15))
	// Output: 999 bytes 1.5 GB 3e+03 TB
}

func TestWhatCannotFitIsSaidWithItsSize(t *testing.T) {
	err := Check("a matrix of 9e9 rows", 1e18)
	if math.IsInf(Available(), 1) {
		t.Skip("this system does not say what is free")
	}
	if err == nil || !strings.HasPrefix(err.Error(), "a matrix of 9e9 rows takes 1e+06 TB of memory, where ") {
		t.Errorf("%v", err)
	}
	if err := Check("nothing", 0); err != nil {
		t.Error(err)
	}
}

func TestTheSmallestLimitCounts(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"memory.max": "1000\n", "memory.current": "400\n", "meminfo": "MemTotal: 9 kB\nMemAvailable:   2 kB\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := group(dir); got != 600 {
		t.Errorf("the group leaves %v", got)
	}
	if got := machine(filepath.Join(dir, "meminfo")); got != 2048 {
		t.Errorf("the machine has %v", got)
	}
	if got := group(filepath.Join(dir, "no")); !math.IsInf(got, 1) {
		t.Errorf("no group leaves %v", got)
	}
}
