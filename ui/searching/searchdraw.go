package searching

// Leave gives keyboard and keys back when another screen comes up.
func (v *View) Leave() {
	v.Keys.Give()
	v.Rest()
}

// Retry tries anew to show the chosen page.
func (s *Model) Retry() {
	s.Shots.Again(s.Chosen.Blob, max(0, s.Chosen.Page))
	s.changed()
}
