package sweep

import (
	"fmt"
	"strings"

	"monge/cmd/internal/fault"
)

// taskVariables are the environment variables in which engines give a process the number of
// its task, and the number of the first task.
var taskVariables = []struct {
	name  string
	first int
}{
	{"SLURM_ARRAY_TASK_ID", 0},
	{"JOB_COMPLETION_INDEX", 0}, // of Kubernetes
	{"PARALLEL_SEQ", 1},         // of GNU parallel
}

// TaskOf returns the task in the environment variable of an engine. ok is false if none is
// set. TaskOf returns an error if a variable is not a number, or if several are set: then
// --task must name the task.
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
			return 0, false, fault.Usagef("%s is %s, which is not a number", v.name, fault.Quote(text))
		}
		task -= v.first
	}
	if len(set) > 1 {
		return 0, false, fault.Usagef("%s are set; name the task with --task", strings.Join(set, " and "))
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
