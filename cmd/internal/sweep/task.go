package sweep

import (
	"fmt"
	"strings"

	"monge/cmd/internal/fault"
)

// taskVariables are the variables in which engines tell a process its number, and the
// number of the first.
var taskVariables = []struct {
	name  string
	first int
}{
	{"SLURM_ARRAY_TASK_ID", 0},
	{"JOB_COMPLETION_INDEX", 0}, // of Kubernetes
	{"PARALLEL_SEQ", 1},         // of GNU parallel
}

// TaskOf returns the task that an engine's variable names, ok false if none is set. It
// returns an error if one of them is no number, or if two of them are set: an engine in
// an engine has to say which it means.
func TaskOf(environment func(name string) string) (task int, ok bool, err error) {
	var set []string
	for _, v := range taskVariables {
		text := environment(v.name)
		if text == "" {
			continue
		}
		set = append(set, v.name)
		var end string
		if n, _ := fmt.Sscanf(text+" .", "%d %s", &task, &end); n != 2 || end != "." {
			return 0, false, fault.Usagef("%s is %s, which is no number", v.name, fault.Quote(text))
		}
		task -= v.first
	}
	if len(set) > 1 {
		return 0, false, fault.Usagef("%s are set; say which task with --task", strings.Join(set, " and "))
	}
	return task, len(set) == 1, nil
}

// CheckTask returns an error if a sweep has no such task.
func (s *Sweep) CheckTask(task int) error {
	if task < 0 || task >= len(s.Tasks) {
		return fault.Usagef("no task %d: the tasks of %s are 0 to %d", task, fault.Clean(s.Dir), len(s.Tasks)-1)
	}
	return nil
}

// AllTasks returns the numbers of all tasks, from 0.
func (s *Sweep) AllTasks() []int {
	tasks := make([]int, len(s.Tasks))
	for k := range tasks {
		tasks[k] = k
	}
	return tasks
}
