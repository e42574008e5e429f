package pointfile

import (
	"bytes"
	"regexp"
	"testing"
)

// Lines are told apart as these regular expressions tell them.
func FuzzNumeral(f *testing.F) {
	number := regexp.MustCompile(`^[ \t\n\f\r]*[-+]?\d+(,\d+)?([eE][-+]?\d+)?[ \t\n\f\r]*$`)
	one := regexp.MustCompile(`^\s*([-+]?\d+,0\d+|-0,\d+)([eE][-+]?\d+)?\s*$`)
	pair := regexp.MustCompile(`^[-+]?\d+,\d+$`)
	for _, line := range []string{"", "1", "-1,5", "+1,05e-3", "-0,5", "1,0", "1,00", " 1,2\t", "1,2,3", "1,", ",5", "1e", "1,5E+", "--1", "0,5 x", "12,340", "\v1"} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		n, ok := numeralOf(line)
		if want := number.Match(line); ok != want {
			t.Errorf("%q is a number: %v, should be %v", line, ok, want)
		}
		if got, want := isOneNumber(line), one.Match(line); got != want {
			t.Errorf("%q is one number: %v, should be %v", line, got, want)
		}
		trimmed := bytes.Trim(line, " \t\n\f\r")
		if got, want := ok && n.fraction != "" && n.power == "", pair.Match(trimmed); got != want {
			t.Errorf("%q is two whole numbers: %v, should be %v", line, got, want)
		}
	})
}

// Headers of arrays are read as these regular expressions read them.
func TestEntriesOfANumPyHeader(t *testing.T) {
	kind := regexp.MustCompile(`'descr':\s*'([^']*)'`)
	order := regexp.MustCompile(`'fortran_order':\s*(True|False)`)
	shape := regexp.MustCompile(`'shape':\s*\(([^)]*)\)`)
	for _, header := range []string{
		"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", "{'descr':'|b1','fortran_order':True,'shape':(3,)}",
		"{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (3,)}", "{'descr': '<f8', 'fortran_order': 0, 'shape': ()}", "'descr':", "'shape': (", "",
	} {
		for _, of := range []struct {
			want        *regexp.Regexp
			got         string
			first, last string
		}{{kind, "descr", "'", "'"}, {shape, "shape", "(", ")"}} {
			got, ok := numPyEntry(header, of.got, of.first, of.last)
			if want := of.want.FindStringSubmatch(header); ok != (want != nil) || ok && got != want[1] {
				t.Errorf("%s of %s: %q, %v; want %q", of.got, header, got, ok, want)
			}
		}
		columns, ok := numPyOrder(header)
		if want := order.FindStringSubmatch(header); ok != (want != nil) || ok && columns != (want[1] == "True") {
			t.Errorf("order of %s: %v, %v; want %q", header, columns, ok, want)
		}
	}
}
