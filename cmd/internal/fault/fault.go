// Package fault gives failures the form in which monge prints them: one line
// that says where something went wrong, and what.
//
// An error that stays inside the program is an ordinary wrapped error. An error
// about something the user gave, a file or a line of it, is an *Error: it has a
// Place. A mistake in the command line is a *UsageError. Both wrap, so that
// errors.Is and errors.As see what lies below; Message prints any error.
package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error is a failure at a place: a file ("p.csv"), a line of it ("p.csv:3") or a
// directory.
type Error struct {
	Place string
	Err   error
}

// Error returns the place and what went wrong there.
func (e *Error) Error() string { return e.Place + ": " + text(e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// At returns err as a failure at place, or nil if err is nil. It leaves out the operation and
// the path of an error of package os: place stands for them.
func At(place string, err error) error {
	if err == nil {
		return nil
	}
	var onPath *fs.PathError
	var onLink *os.LinkError
	switch {
	case errors.As(err, &onPath):
		err = onPath.Err
	case errors.As(err, &onLink):
		err = onLink.Err
	}
	return &Error{place, err}
}

// Atf is At of a new error.
func Atf(place, format string, args ...any) error { return &Error{place, fmt.Errorf(format, args...)} }

// UsageError is a mistake in the command line.
type UsageError struct{ Err error }

// Error returns the message of the cause.
func (e *UsageError) Error() string { return text(e.Err) }

// Unwrap returns the cause.
func (e *UsageError) Unwrap() error { return e.Err }

// Usage returns err as a mistake in the command line, or nil if err is nil.
func Usage(err error) error {
	if err == nil {
		return nil
	}
	return &UsageError{err}
}

// Usagef is Usage of a new error.
func Usagef(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

// Message returns err as one line of printing characters. Quotations in it have at
// most 40 characters, also those of other libraries.
func Message(err error) string {
	parts := strings.Split(Clean(strings.Join(strings.Fields(text(err)), " ")), `"`)
	if len(parts)%2 == 1 { // every quotation ends
		for k := 1; k < len(parts); k += 2 {
			parts[k] = Shorten(parts[k])
		}
	}
	return strings.Join(parts, `"`)
}

// text returns the message of err without the name of a package at its beginning, as in "lp:
// no supply", which means nothing to a user. It keeps the place of an Error.
func text(err error) string {
	var at *Error
	message := err.Error()
	if errors.As(err, &at) {
		return message
	}
	name, rest, found := strings.Cut(message, ": ")
	if found && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") == "" {
		return rest
	}
	return message
}

// Clean returns text with escapes in place of the characters that do not print,
// so that nothing in a file or in the name of one can command a terminal.
func Clean(text string) string {
	printable := func(r rune, size int) bool { return unicode.IsPrint(r) && (r != utf8.RuneError || size > 1) }
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if printable(r, size) {
			b.WriteString(text[:size])
		} else {
			quoted := strconv.Quote(text[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		text = text[size:]
	}
	return b.String()
}

// quoted is how many characters of a file a message quotes at most.
const quoted = 40

// Quote returns text in quotation marks, cut to 40 characters.
func Quote(text string) string { return strconv.Quote(Shorten(text)) }

// Shorten returns at most 40 characters of text, the last of them "…" if there
// are more.
func Shorten(text string) string {
	if utf8.RuneCountInString(text) <= quoted {
		return text
	}
	return string([]rune(text)[:quoted-1]) + "…"
}

// ShellQuote returns path in the form in which a shell reads it, for commands that the user
// pastes.
func ShellQuote(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "./" + path
	}
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-./+,:@%=", r)
	}
	if path != "" && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// Count writes n things: "1 row", "2 rows".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
