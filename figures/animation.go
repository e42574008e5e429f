package figures

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"io"

	"github.com/spf13/pflag"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"monge/gan"
)

// AnimationParams says what to train. Data must be of the plane.
type AnimationParams struct {
	gan.Config // of a single seed
	runs       *experiments
}

// DefaultAnimation returns all losses on the ring.
func DefaultAnimation() *AnimationParams {
	c := defaultExperiment()
	c.Seeds = 1
	return &AnimationParams{Config: c}
}

// Flags defines a flag for each parameter.
func (params *AnimationParams) Flags(flags *pflag.FlagSet) { experimentFlags(flags, &params.Config) }

// Draw draws a run side by side, each loss a panel: the samples at
// each measurement, with their exact EM. It is a figure that moves, see
// Figure.Encode. It returns an error that names the value if params cannot be
// trained or have several seeds, and ctx's when it is done.
func (params *AnimationParams) Draw(ctx context.Context, progress Progress) (*Figure, error) {
	if params.Seeds > 1 {
		return nil, fmt.Errorf("figures: %d seeds; an animation shows the run of one", params.Seeds)
	}
	e, err := params.runs.train(ctx, params.Config, progress)
	if err != nil {
		return nil, err
	}
	losses, err := e.losses(func(gan.Loss) bool { return true })
	if err != nil {
		return nil, err
	}
	columns := min(len(losses), 4)
	rows := (len(losses) + columns - 1) / columns
	const gap = vg.Length(10)
	side := (figureWidth - 2*margin - vg.Length(columns-1)*gap) / vg.Length(columns)
	side = min(side, 300)
	height := 2*margin + legendHeight + vg.Length(rows)*(side+2*titleHeight)
	view := windowAround(e.Runs[0].HeldOut)
	var frames []func(draw.Canvas)
	for at := range e.samples {
		var panels []*plot.Plot
		step := 0
		for game, loss := range losses { // those of the first seed come first
			r := e.records[at*len(e.Runs)+game]
			step = r.Step
			p := view.plot()
			p.Add(view.samples(e.Runs[game].HeldOut, e.samples[at][game]), drawn(func(c draw.Canvas, _ *plot.Plot) {
				c.FillText(lettering(titleSize, inkColor), vg.Point{X: c.Min.X, Y: c.Max.Y + titleHeight/2}, loss.Label())
				c.FillText(lettering(titleSize, emColor), vg.Point{X: c.Min.X, Y: c.Min.Y - titleHeight/2}, "exact EM "+two(r.EM))
			}))
			panels = append(panels, p)
		}
		legend := []key{
			{fmt.Sprintf("iteration %d of %d", step, e.Config.Iterations), nothing{}, 0},
			dotKey("real", realStyle), dotKey("generated", fakeStyle),
		}
		f, err := newFigure(height, legend, panels, func(c draw.Canvas) {
			for k, p := range panels {
				corner := vg.Point{X: c.Min.X + vg.Length(k%columns)*(side+gap), Y: c.Max.Y - vg.Length(k/columns)*(side+2*titleHeight) - titleHeight - side}
				p.Draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: corner, Max: corner.Add(vg.Point{X: side, Y: side})}})
			}
		})
		if err != nil {
			return nil, err
		}
		frames = append(frames, f.draw)
	}
	return &Figure{figureWidth, height, frames[len(frames)-1], frames}, nil
}

// nothing is the sample of a key that is text alone.
type nothing struct{}

// Thumbnail implements plot.Thumbnailer.
func (nothing) Thumbnail(*draw.Canvas) {}

const (
	gifDPI    = 96
	frameTime = 12  // hundredths of a second
	lastTime  = 300 // for the last frame, before it starts again
)

// encodeGIF writes the frames in a few shades of the colours that figures have.
// From the second on, what did not change is transparent.
func (f *Figure) encodeGIF(w io.Writer) error {
	palette := color.Palette{color.NRGBA{}, color.White}
	for _, c := range []color.NRGBA{inkColor, realColor, fakeColor, emColor, discriminatorColor, frameColor} {
		const shades = 5
		for k := 1; k <= shades; k++ {
			blend := func(v uint8) uint8 { return uint8(255 - (255-int(v))*k/shades) }
			palette = append(palette, color.NRGBA{blend(c.R), blend(c.G), blend(c.B), 255})
		}
	}
	nearest := make(map[color.RGBA]uint8)
	animation := new(gif.GIF)
	var before *image.Paletted
	for k, frame := range f.frames {
		canvas := vgimg.NewWith(vgimg.UseWH(f.width, f.height), vgimg.UseDPI(gifDPI))
		frame(draw.New(canvas))
		picture := canvas.Image().(*image.RGBA)
		bounds := picture.Bounds()
		now := image.NewPaletted(bounds, palette)
		for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
			for x := bounds.Min.X; x < bounds.Max.X; x++ {
				c := picture.RGBAAt(x, y)
				index, known := nearest[c]
				if !known {
					index = uint8(1 + palette[1:].Index(c))
					nearest[c] = index
				}
				now.SetColorIndex(x, y, index)
			}
		}
		shown := now
		if before != nil {
			shown = image.NewPaletted(bounds, palette)
			for i, index := range now.Pix {
				if index != before.Pix[i] {
					shown.Pix[i] = index
				}
			}
		}
		before = now
		animation.Image = append(animation.Image, shown)
		animation.Delay = append(animation.Delay, frameTime)
		animation.Disposal = append(animation.Disposal, gif.DisposalNone)
		if k == len(f.frames)-1 {
			animation.Delay[k] = lastTime
		}
	}
	return gif.EncodeAll(w, animation)
}
