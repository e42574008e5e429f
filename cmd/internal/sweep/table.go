package sweep

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"monge/gan"
)

// cell is the value of a row in a column, or nil if it has none.
type cell struct {
	name  string
	value any
}

// cells returns a row: the run's name, its settings, its measurements, and the error.
func cells(job Job, record *gan.Record, failure string) []cell {
	row := []cell{{"run", job.Name}}
	row = appendFields(row, job.Config, func(name string, value any) (any, bool) {
		switch {
		case name == "seeds": // always 1
			return nil, false
		case name == "loss":
			return job.Config.Losses[0], true
		case job.Config.HasNoEffect(name):
			return nil, true
		}
		return value, true
	})
	standardize := cell{"standardize", nil}
	if job.Points != "" {
		standardize.value = job.Standardize
	}
	row = append(row, standardize)
	failed := record == nil
	if failed {
		record = new(gan.Record)
	}
	row = appendFields(row, *record, func(name string, value any) (any, bool) {
		if failed {
			value = nil
		}
		// Loss and seed are settings. Seconds would make the table differ between workers.
		return value, name != "loss" && name != "seed" && name != "seconds"
	})
	if failure == "" {
		return append(row, cell{"error", nil})
	}
	return append(row, cell{"error", failure})
}

// appendFields adds the fields of a struct to a row, by their names in JSON. choose returns
// the value to write, and whether to write the field.
func appendFields(row []cell, fields any, choose func(name string, value any) (any, bool)) []cell {
	value := reflect.ValueOf(fields)
	for k := range value.NumField() {
		name, _, _ := strings.Cut(value.Type().Field(k).Tag.Get("json"), ",")
		field := value.Field(k)
		var content any // nil for a nil pointer
		if field.Kind() != reflect.Pointer {
			content = field.Interface()
		} else if !field.IsNil() {
			content = field.Elem().Interface()
		}
		if chosen, ok := choose(name, content); ok {
			row = append(row, cell{name, chosen})
		}
	}
	return row
}

// Columns returns the names of the columns of a table.
func Columns() []string {
	var names []string
	for _, c := range cells(Job{Config: gan.Config{Losses: gan.Losses()[:1]}}, nil, "") {
		names = append(names, c.name)
	}
	return names
}

// csvTable writes CSV with a header. A field without a value is empty.
type csvTable struct {
	w     *csv.Writer
	begun bool
}

func newCSV(w io.Writer) table { return &csvTable{w: csv.NewWriter(w)} }

func (t *csvTable) row(job Job, record *gan.Record, failure string) error {
	if !t.begun {
		t.begun = true
		t.w.Write(Columns())
	}
	var fields []string
	for _, c := range cells(job, record, failure) {
		text := ""
		if c.value != nil {
			text = fmt.Sprint(c.value) // the shortest digits that read back as the same number
		}
		fields = append(fields, text)
	}
	t.w.Write(fields)
	t.w.Flush()
	return t.w.Error()
}

// jsonTable writes an object on each line. A field without a value is null.
type jsonTable struct{ w io.Writer }

func newJSONLines(w io.Writer) table { return jsonTable{w} }

func (t jsonTable) row(job Job, record *gan.Record, failure string) error {
	var line bytes.Buffer
	separator := '{'
	for _, c := range cells(job, record, failure) {
		value, err := json.Marshal(c.value)
		if err != nil {
			return err
		}
		fmt.Fprintf(&line, "%c%q:%s", separator, c.name, value)
		separator = ','
	}
	line.WriteString("}\n")
	_, err := t.w.Write(line.Bytes())
	return err
}
