package geocode

import "time"

// Hurry makes a geocoder impatient, for tests.
func (g *Geocoder) Hurry() { g.pause = time.Millisecond }

// AnswersOf reads an answer.
var AnswersOf = answersOf
