package frame

// BandValue is the band under the bar that brings the sheet back by one tap.
type BandValue struct {
	Shown  bool
	Loud   bool // a ballot is still to be given
	Good   bool // a result that passed
	Icon   string
	Text   string
	Note   string
	Clock  string
	Action string
}
