package figures

import (
	"bytes"
	"testing"
)

func TestUnknownFormatsAreRefused(t *testing.T) {
	f, err := (&HierarchyParams{Terms: 2}).Draw(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	const want = `figures: unknown format "eps" (want png, svg or pdf)`
	if err := f.Encode(&b, "eps"); err == nil || err.Error() != want || b.Len() > 0 {
		t.Errorf("error %v, want %s; %d bytes written", err, want, b.Len())
	}
}
