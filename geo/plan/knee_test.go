package plan

import "testing"

func TestKnee(t *testing.T) {
	t.Parallel()
	curve := func(gains ...float64) []Pick {
		var out []Pick
		sum := 0.0
		for _, g := range gains {
			sum += g
			out = append(out, Pick{Gain: g, Cumulated: sum, Cost: NoCost})
		}
		return out
	}
	priced := curve(50, 20, 20, 5, 5)
	for i := range priced {
		priced[i].Cost, priced[i].Spent = 1, []Cents{10, 20, 30, 90, 100}[i]
	}
	for _, tc := range []struct {
		name  string
		picks []Pick
		want  int
	}{
		{"bends after two", curve(50, 40, 4, 3, 3), 2},
		{"a straight line has none", curve(10, 10, 10, 10), 0},
		{"too short to tell", curve(50, 1), 0},
		{"by what is spent", priced, 3},
		{"nothing won", curve(0, 0, 0), 0},
		{"no picks", nil, 0},
	} {
		if got := kneeOf(tc.picks); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}
