package annotate

// Sizes are the extents of all pages of a paper as they are shown, in points.
func Sizes(paper []byte) ([][2]float64, error) {
	d, err := read(paper)
	if err != nil {
		return nil, err
	}
	leaves, err := d.leaves()
	if err != nil {
		if err := d.mend(); err != nil {
			return nil, err
		}
		leaves, err = d.leaves()
	}
	var sizes [][2]float64
	for _, l := range leaves {
		wide, tall := l.frame.size()
		sizes = append(sizes, [2]float64{wide, tall})
	}
	return sizes, err
}
