package engine

// views is the table of views; page/views.js has the same names.
var views = []struct {
	name string
	open func(Options) View
}{
	{"distances", func(Options) View { return new(distances) }},
	{"program", func(Options) View { return new(linearProgram) }},
	{"duality", func(Options) View { return new(duality) }},
	{"training", func(o Options) View { return &training{options: o} }},
}
