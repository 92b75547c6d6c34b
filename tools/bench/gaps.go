package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// gap is a time during which a touch would have waited, in milliseconds, and what the window did then: handing its
// picture to the screen, painting it, and the program's own code.
type gap struct{ took, handing, painting, own float64 }

// waits is where the window writes down how long its goroutine let others wait.
func (b *bench) waits() string { return filepath.Join(b.work, "waits") }

// gapsIn are the waits that ended between two moments, and an empty one before them all.
func (b *bench) gapsIn(from, to time.Time) ([]gap, error) {
	data, err := os.ReadFile(b.waits())
	if err != nil {
		return nil, err
	}
	all := []gap{{}}
	for line := range strings.Lines(string(data)) {
		var at int64
		var g gap
		if _, err := fmt.Sscan(line, &at, &g.took, &g.handing, &g.painting, &g.own); err != nil {
			return nil, fmt.Errorf("waits: %w", err)
		}
		if at >= from.UnixMilli() && at < to.UnixMilli() {
			all = append(all, g)
		}
	}
	return all, nil
}

// eventGaps prints the longest waits between moments, one for each stretch between two of them: of all, of what is left
// without the time in which the screen's driver took the picture, and of the program's own code.
func (b *bench) eventGaps(moments []time.Time) error {
	var whole, apart, own, took []float64
	for i, from := range moments[:len(moments)-1] {
		gaps, err := b.gapsIn(from, moments[i+1])
		if err != nil {
			return err
		}
		most := func(of func(gap) float64) float64 {
			var most float64
			for _, g := range gaps {
				most = max(most, of(g))
			}
			return most
		}
		whole = append(whole, most(func(g gap) float64 { return g.took }))
		apart = append(apart, most(func(g gap) float64 { return g.took - g.handing }))
		own = append(own, most(func(g gap) float64 { return g.own }))
		for _, g := range gaps[1:] {
			took = append(took, g.took)
		}
	}
	figure("doc.event_gap_max_while_rendering", "ms", whole)
	figure("doc.event_gap_max_without_screen", "ms", apart)
	figure("doc.event_gap_max_own_code", "ms", own)
	if slices.Sort(took); len(took) > 0 {
		fmt.Printf("  %d waits of 5 ms or more: median %.4g, 99 of 100 below %.4g\n", len(took), quantile(took, 0.5), quantile(took, 0.99))
	}
	return nil
}
