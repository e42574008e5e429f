package sweep

import (
	"embed"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
	"time"

	"monge/cmd/internal/fault"
)

//go:embed scripts
var scripts embed.FS

// engines maps the name of each engine to its template in scripts/.
var engines = map[string]string{"slurm": "slurm.sh", "kubernetes": "kubernetes.yaml", "parallel": "parallel.sh"}

// Engines returns the names of the engines.
func Engines() []string { return []string{"slurm", "kubernetes", "parallel"} }

// Script writes a script or a job to submit to an engine: an array job for slurm, an Indexed
// Job for kubernetes, a shell script for GNU parallel. The user may edit it.
func (s *Sweep) Script(w io.Writer, engine string) error {
	name, ok := engines[engine]
	if !ok {
		return fault.Usagef("unknown engine %q (want %s)", engine, strings.Join(Engines(), ", "))
	}
	longest := time.Duration(0)
	for _, task := range s.Tasks {
		longest = max(longest, time.Duration(task.Seconds*float64(time.Second)))
	}
	return template.Must(template.ParseFS(scripts, "scripts/"+name)).Execute(w, map[string]any{
		"Name":   label(s.Dir),
		"Dir":    fault.ShellQuote(s.Dir),
		"Tasks":  len(s.Tasks),
		"Last":   len(s.Tasks) - 1,
		"AtOnce": min(len(s.Tasks), 50),
		"Length": Roughly(longest),
		"Limit":  limit(longest),
	})
}

// label returns the name of the directory as a name that Kubernetes allows.
func label(dir string) string {
	if absolute, err := filepath.Abs(dir); err == nil {
		dir = absolute
	}
	name := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(filepath.Base(dir)), "-")
	if name = strings.Trim(name[:min(len(name), 40)], "-"); name == "" {
		return "sweep"
	}
	return name
}

// limit returns the time after which an engine may kill a task, as H:MM:SS: four times the
// estimate d, and five minutes.
func limit(d time.Duration) string {
	minutes := int((4*d + 5*time.Minute + time.Minute - 1) / time.Minute)
	return fmt.Sprintf("%d:%02d:00", minutes/60, minutes%60)
}

// Roughly returns a rounded time: "about 40 s", "about 12 min", "about 3 h".
func Roughly(d time.Duration) string {
	switch {
	case d < time.Second:
		return "less than a second"
	case d < 100*time.Second:
		return fmt.Sprintf("about %.0f s", d.Seconds())
	case d < 100*time.Minute:
		return fmt.Sprintf("about %.0f min", d.Minutes())
	}
	return fmt.Sprintf("about %.0f h", d.Hours())
}
