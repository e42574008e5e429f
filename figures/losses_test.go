package figures

import (
	"fmt"
	"image/color"
	"testing"

	"monge/gan"
)

// The line of each loss is opaque, and no two losses have the same line style.
func TestLineStylesOfLossesDiffer(t *testing.T) {
	seen := make(map[string]gan.Loss)
	for _, loss := range gan.AllLosses() {
		style := lossStyle(loss)
		if c, ok := style.Color.(color.NRGBA); !ok || c.A != 0xff || style.Width <= 0 {
			t.Errorf("%s is drawn in %v, %v wide", loss, style.Color, style.Width)
		}
		look := fmt.Sprint(style.Color, style.Dashes)
		if other, taken := seen[look]; taken {
			t.Errorf("%s looks like %s", loss, other)
		}
		seen[look] = loss
	}
}
