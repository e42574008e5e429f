package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"monge/figures"
)

// root is where the README is.
const root = "../.."

// readme returns its text.
func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// link is [`text`](path), with or without the backquotes.
var link = regexp.MustCompile("\\[`?([^\\]`]*)`?\\]\\(([^)#]+)[^)]*\\)")

func TestLinksOfTheReadmeLeadSomewhere(t *testing.T) {
	for _, found := range link.FindAllStringSubmatch(readme(t), -1) {
		if path := found[2]; !strings.Contains(path, "://") {
			if _, err := os.Stat(filepath.Join(root, path)); err != nil {
				t.Errorf("[%s]: %v", found[1], err)
			}
		}
	}
}

// claims are the numbers of the paper's claims, by section.
var claims = map[int]int{1: 5, 2: 9, 3: 10, 4: 5}

func TestEveryClaimIsInTheReadmeWithWhatShowsIt(t *testing.T) {
	row := regexp.MustCompile(`(?m)^\| (\d+)\.(\d+) \| [^\n]*$`)
	lessons := lessonsOfClaims(t)
	var numbers []string
	for _, found := range row.FindAllStringSubmatch(readme(t), -1) {
		section, number := found[1], found[2]
		claim := section + "." + number
		numbers = append(numbers, claim)
		links := link.FindAllStringSubmatch(found[0], -1)
		last := len(links) - 3 // test, figure and file; before them the lessons
		if last < 1 {
			t.Errorf("claim %s has %d links, want lessons, test, figure and file", claim, len(links))
			continue
		}
		var shownIn []string
		for k, to := range links[:last+1] {
			want := "func Test" + to[1] + "_"
			if k < last {
				want = "func TestLesson" + to[1] + "_"
				shownIn = append(shownIn, to[1])
			}
			source, err := os.ReadFile(filepath.Join(root, to[2]))
			if err != nil {
				t.Error(err)
			} else if !strings.Contains(string(source), want) {
				t.Errorf("claim %s: %s has no %s", claim, to[2], want)
			}
		}
		links = links[last:]
		if want := "Claim" + section + "_" + number; links[0][1] != want {
			t.Errorf("claim %s is shown by %s, want %s", claim, links[0][1], want)
		}
		if in := lessons[claim]; !slices.Equal(in, shownIn) {
			t.Errorf("claim %s is claimed by lessons %v, and by the README for lessons %v", claim, in, shownIn)
		}
		if _, err := figures.Find(links[1][1]); err != nil {
			t.Errorf("claim %s: %v", claim, err)
		}
	}
	var want []string
	for section := 1; section <= len(claims); section++ {
		for number := 1; number <= claims[section]; number++ {
			want = append(want, fmt.Sprintf("%d.%d", section, number))
		}
	}
	if !slices.Equal(numbers, want) {
		t.Errorf("the README has claims %v, want %v", numbers, want)
	}
}

// lessonsOfClaims returns the lessons that show a claim, in order. The last line of a lesson's
// comment names its claims.
func lessonsOfClaims(t *testing.T) map[string][]string {
	t.Helper()
	head := regexp.MustCompile(`(?m)^// Claims: ([\d., ]+)\.\nfunc TestLesson(\d+)_`)
	lessons := make(map[string][]string)
	for _, folder := range []string{"metrics", "gan"} {
		paths, err := filepath.Glob(filepath.Join(root, folder, "lesson*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range head.FindAllStringSubmatch(string(source), -1) {
				for _, claim := range strings.Split(found[1], ", ") {
					lessons[claim] = append(lessons[claim], found[2])
				}
			}
		}
	}
	return lessons
}

func TestEveryFigureIsInTheReadme(t *testing.T) {
	text := readme(t)
	for _, entry := range figures.Catalog() {
		if file := "(figures/gallery/" + entry.Files()[0] + ")"; !strings.Contains(text, file) {
			t.Errorf("%s is not shown", entry.Name)
		}
	}
}

// block is a fenced block of a language.
func blocks(text, language string) []string {
	var all []string
	for _, found := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		all = append(all, found[1])
	}
	return all
}

// The output of commands is as the README shows it, except for times.
func TestCommandsOfTheReadmePrintWhatItSays(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds monge, and trains")
	}
	monge := filepath.Join(t.TempDir(), "monge")
	if out, err := exec.Command("go", "build", "-o", monge, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text := readme(t)
	t.Chdir(t.TempDir())
	times := regexp.MustCompile(`, [0-9.e-]+ s\.`)
	ran := 0
	run := func(command string) string {
		ran++
		var out, errors bytes.Buffer
		shell := exec.Command("sh", "-c", strings.ReplaceAll(command, "go run ./cmd/monge", monge))
		shell.Stdout, shell.Stderr = &out, &errors
		if err := shell.Run(); err != nil {
			t.Errorf("%s: %v\n%s", command, err, errors.String())
		}
		return times.ReplaceAllString(out.String(), ", … s.")
	}
	for _, block := range blocks(text, "console") {
		for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
			command, want, _ := strings.Cut(part, "\n")
			want = times.ReplaceAllString(want, ", … s.")
			if got := run(command); strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("%s prints\n%s\nand the README says\n%s", command, got, want)
			}
		}
	}
	for _, block := range blocks(text, "sh") {
		for command := range strings.Lines(block) {
			if strings.HasPrefix(command, "go run ./cmd/monge plot") {
				run(command)
			}
		}
	}
	if ran < 6 {
		t.Errorf("only %d commands; were they found?", ran)
	}
}
