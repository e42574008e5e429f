package gan_test

import (
	"flag"
	"strings"
	"testing"
)

// The answers to the exercises and the five questions with which lessons 0 and 7 to 10
// end, and to "Change me" in the notebooks, are in answers00_test.go and answers07_test.go
// to answers10_test.go:
//
//	go test -v -run Answer ./gan

// answer skips an answer unless -run asks for answers. Else it prints which question is
// answered, from the name of the test.
func answer(t *testing.T) {
	t.Helper()
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Answer") {
		t.Skip("an answer: go test -v -run Answer ./gan")
	}
	parts := strings.Split(t.Name(), "_")
	lesson := strings.TrimPrefix(strings.TrimPrefix(parts[0], "TestAnswer"), "0")
	switch question := parts[1]; question {
	case "FiveQuestions":
		say(t, "ANSWERS to the five questions of lesson %s", lesson)
	case "ChangeMe":
		say(t, "ANSWER to \"Change me\" in notebook %s", lesson)
	default:
		say(t, "ANSWER %s.%s", lesson, question)
	}
}
