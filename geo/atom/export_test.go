package atom

// SweepStretches and Cuts are Sweep's two halves.
var (
	SweepStretches = sweepStretches
	Cuts           = cuts
)
