package engine

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"monge/gan"
)

// Limits of a script, so that a link cannot start a training that is too long.
const (
	maxMoves  = 2000
	maxRounds = 1 << 22
)

// script lists, in order, all training and all changes of settings since the start of the
// games. As text it is part of the page's address:
//
//	500~c3~g1~clip:0.1~20
//
// is 500 iterations, three steps of the critic, one step of the generator, a change of c to
// 0.1, and 20 more iterations.
type script []move

// move is one entry of a script: some rounds of training, or the change of a setting.
type move struct {
	kind  moveKind
	count int    // rounds of training; 1 if it is a change
	name  string // of the setting that changes, as in the JSON of gan.Config
	value string
}

type moveKind byte

// The kinds of moves. A round of the first three is an iteration of Algorithm 1,
// a step of the critic alone, and one of the generator alone.
const (
	iterations     moveKind = 'i'
	criticSteps    moveKind = 'c'
	generatorSteps moveKind = 'g'
	change         moveKind = ':'
)

// parseScript reads the text of a script. It returns an error that names the first entry
// that is invalid.
func parseScript(text string) (script, error) {
	if text == "" {
		return nil, nil
	}
	entries := strings.Split(text, "~")
	if len(entries) > maxMoves {
		return nil, fmt.Errorf("%d moves since the start; at most %d can be replayed", len(entries), maxMoves)
	}
	var s script
	for _, entry := range entries {
		m := move{kind: iterations, count: 1}
		if name, value, found := strings.Cut(entry, ":"); found {
			m.kind, m.name, m.value = change, name, value
			config := gan.DefaultConfig()
			if err := m.apply(&config); err != nil {
				return nil, err
			}
		} else {
			digits := entry
			if entry != "" && (entry[0] == byte(criticSteps) || entry[0] == byte(generatorSteps)) {
				m.kind, digits = moveKind(entry[0]), entry[1:]
			}
			count, err := strconv.ParseUint(digits, 10, 31)
			if err != nil || count == 0 || count > maxRounds {
				return nil, fmt.Errorf("%.20q is not a move of a game", entry)
			}
			m.count = int(count)
		}
		s = append(s, m)
	}
	if s.rounds() > maxRounds {
		return nil, fmt.Errorf("%d rounds since the start; at most %d can be replayed", s.rounds(), maxRounds)
	}
	return s, nil
}

// String returns the text that parseScript reads.
func (s script) String() string {
	var b strings.Builder
	for k, m := range s {
		if k > 0 {
			b.WriteByte('~')
		}
		switch m.kind {
		case change:
			b.WriteString(m.name + ":" + m.value)
		case iterations:
			fmt.Fprint(&b, m.count)
		default:
			fmt.Fprintf(&b, "%c%d", m.kind, m.count)
		}
	}
	return b.String()
}

// rounds returns the number of rounds of a script.
func (s script) rounds() int {
	total := 0
	for _, m := range s {
		if m.kind != change {
			total += m.count
		}
	}
	return total
}

// cursor is a position in a script: all moves before the given one are done, and the first within
// rounds of that move.
type cursor struct {
	move, within int
}

// before reports whether a is earlier than b.
func (a cursor) before(b cursor) bool {
	return a.move < b.move || a.move == b.move && a.within < b.within
}

// upTo returns the part of a script before a cursor.
func (s script) upTo(at cursor) script {
	if at.move >= len(s) {
		return s
	}
	done := append(script(nil), s[:at.move]...)
	if at.within > 0 {
		last := s[at.move]
		last.count = at.within
		done = append(done, last)
	}
	return done
}

// with returns the script with one more move. If that move and the last one are of the same
// kind, it joins them: rounds are added, and the later value of a setting replaces the
// earlier one.
func (s script) with(m move) script {
	longer := append(script(nil), s...)
	if k := len(longer) - 1; k >= 0 && longer[k].kind == m.kind && longer[k].name == m.name {
		if m.kind == change {
			longer[k] = m
		} else {
			longer[k].count += m.count
		}
		return longer
	}
	return append(longer, m)
}

// commonPart returns the place up to which two scripts are the same.
func commonPart(a, b script) cursor {
	for k := range min(len(a), len(b)) {
		if a[k] == b[k] {
			continue
		}
		if a[k].kind == b[k].kind && a[k].kind != change {
			return cursor{k, min(a[k].count, b[k].count)}
		}
		return cursor{k, 0}
	}
	return cursor{min(len(a), len(b)), 0}
}

// apply makes the change of a setting in a configuration. It returns an error if there is no
// such setting, if the value is invalid, or if the setting cannot change during training.
func (m move) apply(c *gan.Config) error {
	number, numberErr := strconv.ParseFloat(m.value, 64)
	if math.IsNaN(number) || math.IsInf(number, 0) {
		numberErr = strconv.ErrRange
	}
	whole, wholeErr := strconv.Atoi(m.value)
	fail := func(err error) error {
		if err != nil {
			return fmt.Errorf("%s cannot be %.20q", m.name, m.value)
		}
		return nil
	}
	switch m.name {
	case "lr":
		c.Rate = number
		return fail(numberErr)
	case "critic_lr":
		c.CriticRate = number
		return fail(numberErr)
	case "clip":
		c.Clip = number
		return fail(numberErr)
	case "penalty":
		c.Penalty = number
		return fail(numberErr)
	case "beta1":
		c.Beta1 = number
		return fail(numberErr)
	case "critic_steps":
		c.CriticSteps = whole
		return fail(wholeErr)
	case "generator_steps":
		c.GeneratorSteps = whole
		return fail(wholeErr)
	case "batch":
		c.Batch = whole
		return fail(wholeErr)
	case "optimizer":
		return fail(c.Optimizer.UnmarshalText([]byte(m.value)))
	}
	return fmt.Errorf("%.20q cannot change while the games are played", m.name)
}
