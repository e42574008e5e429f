package sweep

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"monge/cmd/internal/fault"
)

// script returns what Script writes for a sweep of that many tasks.
func script(t *testing.T, engine string, tasks int) string {
	t.Helper()
	var b bytes.Buffer
	if err := planned(t, tasks, tiny).Script(&b, engine); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// manifest is the part of batch/v1 Job that the script has. A field that is spelt otherwise
// is an error.
type manifest struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		CompletionMode       string `yaml:"completionMode"`
		Completions          int
		Parallelism          int
		BackoffLimitPerIndex int `yaml:"backoffLimitPerIndex"`
		Template             struct {
			Spec struct {
				RestartPolicy   string `yaml:"restartPolicy"`
				SecurityContext struct {
					RunAsNonRoot   bool                  `yaml:"runAsNonRoot"`
					RunAsUser      int64                 `yaml:"runAsUser"`
					RunAsGroup     int64                 `yaml:"runAsGroup"`
					FSGroup        int64                 `yaml:"fsGroup"`
					SeccompProfile struct{ Type string } `yaml:"seccompProfile"`
				} `yaml:"securityContext"`
				Containers []struct {
					Name            string
					Image           string
					Args            []string
					Resources       struct{ Requests, Limits map[string]string }
					SecurityContext struct {
						AllowPrivilegeEscalation bool `yaml:"allowPrivilegeEscalation"`
						ReadOnlyRootFilesystem   bool `yaml:"readOnlyRootFilesystem"`
						Capabilities             struct{ Drop []string }
					} `yaml:"securityContext"`
					VolumeMounts []struct {
						Name      string
						MountPath string `yaml:"mountPath"`
					} `yaml:"volumeMounts"`
				}
				Volumes []struct {
					Name                  string
					PersistentVolumeClaim struct {
						ClaimName string `yaml:"claimName"`
					} `yaml:"persistentVolumeClaim"`
				}
			}
		}
	}
}

func TestTheManifestIsAnIndexedJobWithoutRoot(t *testing.T) {
	var m manifest
	decoder := yaml.NewDecoder(strings.NewReader(script(t, "kubernetes", 5)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&m); err != nil {
		t.Fatal(err)
	}
	pod := m.Spec.Template.Spec
	if m.APIVersion != "batch/v1" || m.Kind != "Job" || m.Metadata.Name != "sweep" || m.Spec.CompletionMode != "Indexed" ||
		m.Spec.Completions != 5 || m.Spec.Parallelism != 5 || m.Spec.BackoffLimitPerIndex < 1 || pod.RestartPolicy != "Never" {
		t.Errorf("%+v", m)
	}
	if !pod.SecurityContext.RunAsNonRoot || pod.SecurityContext.RunAsUser == 0 || len(pod.Containers) != 1 || len(pod.Volumes) != 1 {
		t.Fatalf("%+v", pod)
	}
	c := pod.Containers[0]
	if c.SecurityContext.AllowPrivilegeEscalation || !slices.Equal(c.Args, []string{"sweep", "run", "/sweep"}) ||
		len(c.VolumeMounts) != 1 || c.VolumeMounts[0].MountPath != "/sweep" || c.VolumeMounts[0].Name != pod.Volumes[0].Name {
		t.Errorf("%+v", c)
	}
}

func TestScriptsAreShellAndNameEachTask(t *testing.T) {
	for engine, want := range map[string]string{"slurm": "#SBATCH --array=0-4\n", "parallel": "seq 0 4 | parallel "} {
		text := script(t, engine, 5)
		if !strings.Contains(text, want) {
			t.Errorf("%s: no %q in\n%s", engine, want, text)
		}
		path := filepath.Join(t.TempDir(), "script")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if shell, err := exec.LookPath("sh"); err == nil {
			if out, err := exec.Command(shell, "-n", path).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", engine, err, out)
			}
		}
	}
	if err := planned(t, 1, tiny).Script(new(bytes.Buffer), "pbs"); err == nil || !strings.Contains(err.Error(), "want slurm, kubernetes, parallel") {
		t.Error(err)
	}
}

func TestTheEngineSaysWhichTask(t *testing.T) {
	for set, want := range map[string]int{
		"": -1, "SLURM_ARRAY_TASK_ID=0": 0, "SLURM_ARRAY_TASK_ID=12": 12, "JOB_COMPLETION_INDEX=3": 3,
		"PARALLEL_SEQ=1": 0, "PARALLEL_SEQ=7": 6,
	} {
		name, value, _ := strings.Cut(set, "=")
		task, ok, err := TaskOf(func(asked string) string {
			if asked == name {
				return value
			}
			return ""
		})
		if err != nil || ok != (want >= 0) || ok && task != want {
			t.Errorf("%s: task %d, %v, %v, want %d", set, task, ok, err, want)
		}
	}
	for set, want := range map[string]string{"1x": `SLURM_ARRAY_TASK_ID is "1x"`, "": "SLURM_ARRAY_TASK_ID and PARALLEL_SEQ are set"} {
		_, _, err := TaskOf(func(asked string) string {
			switch {
			case asked == "SLURM_ARRAY_TASK_ID" && set != "":
				return set
			case asked != "JOB_COMPLETION_INDEX" && set == "":
				return "1"
			}
			return ""
		})
		if err == nil || !strings.HasPrefix(fault.Message(err), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
