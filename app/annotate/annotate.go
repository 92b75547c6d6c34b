// Package annotate writes what a person noted on a paper into a copy of it, as annotations that every reader of
// PDF shows and lists: handwriting, highlights, underlines, sticky notes and stamps.
//
// The copy is the paper's own bytes, every one of them in its place, and a tail behind them (an incremental update,
// ISO 32000-1, 7.5.6): signatures keep covering what they covered. Only the tail is made here. Why it is our own
// code stands in docs/decisions/19-export.md.
//
// It is pure, reads any bytes without a panic and in bounded time and memory, and may be called from any goroutine.
package annotate

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"congso.vn/congso/app/notes"
)

// Options are what the copy says beside the marks.
type Options struct {
	Author string    // who wrote the marks, as people read it
	Title  string    // of the copy; empty: that of the paper stays
	Notice string    // a small line at the upper edge of each page with marks; empty: none
	At     time.Time // when the copy is made
	Pages  int       // as many as the paper shows to whoever wrote on it; 0: not known
	Stamps map[notes.Stamp]string
	Letter *Lettering // what notes and the notice are drawn with; nil: they show no words
	Strong *Lettering // what stamps are drawn with; nil: they show no words
}

// Result is what is to be written behind the paper's bytes.
type Result struct {
	Tail    []byte // none where no mark could be written
	Written int    // marks that are in it
	// Left are marks on pages that the paper does not have, or whose extent cannot be told.
	Left []notes.Mark
	// Mended says that the paper's own table of contents is broken: the tail has a whole one.
	Mended bool
	// Forbidden says that a signer allowed no annotations (DocMDP): some readers will say that the copy was changed.
	Forbidden bool
}

// Increment makes the tail for a paper with these marks, whose anchors' pages count. What their anchors say of
// the paper is not looked at. *Fault for a paper that cannot be annotated.
func Increment(paper []byte, marks []notes.Mark, options Options) (Result, error) {
	d, err := read(paper)
	if err != nil {
		return Result{}, err
	}
	result, err := d.annotate(marks, options)
	if err != nil && !d.mended {
		// What is needed is not where the paper says it is.
		if err := d.mend(); err != nil {
			return Result{}, err
		}
		result, err = d.annotate(marks, options)
	}
	if err != nil {
		return Result{}, fault(CodeDamaged, "%v", err)
	}
	result.Mended = d.mended
	return result, nil
}

func (d *document) annotate(marks []notes.Mark, options Options) (Result, error) {
	leaves, err := d.leaves()
	if err != nil {
		return Result{}, err
	}
	if options.Pages > 0 && len(leaves) != options.Pages {
		return Result{}, fmt.Errorf("%d pages, %d were shown", len(leaves), options.Pages)
	}
	result := Result{Forbidden: d.forbidden()}
	byPage := map[int][]notes.Mark{}
	for _, m := range marks {
		if page := m.Anchor.Page; page < 0 || page >= len(leaves) || !leaves[page].frame.sane() {
			result.Left = append(result.Left, m)
			continue
		}
		byPage[m.Anchor.Page] = append(byPage[m.Anchor.Page], m)
	}
	t := newTail(d)
	for page, leaf := range leaves {
		on := byPage[page]
		if len(on) == 0 {
			continue
		}
		slices.SortStableFunc(on, func(a, b notes.Mark) int { return cmp.Compare(layer(a), layer(b)) })
		now := t.page(leaf) // one page may stand in the tree twice
		old, err := d.annotations(now)
		if err != nil {
			return Result{}, err
		}
		p := pen{options: options, frame: leaf.frame, page: leaf.at, tail: t}
		if options.Notice != "" && options.Letter != nil {
			old = append(old, p.notice())
		}
		for _, m := range on {
			added, ok := p.annotation(m)
			if !ok {
				result.Left = append(result.Left, m)
				continue
			}
			old = append(old, added)
			result.Written++
		}
		t.put(leaf.at, now.with("Annots", old))
	}
	if result.Written == 0 {
		return result, nil
	}
	t.title(options)
	result.Tail = t.close()
	return result, nil
}

// layer says what lies under what, as on the screen: markers and highlights under pens, those under lines below words,
// all under notes.
func layer(m notes.Mark) int {
	switch {
	case m.Kind == notes.Highlight, m.Kind == notes.Ink && isMarker(m):
		return 0
	case m.Kind == notes.Ink:
		return 1
	case m.Kind == notes.Underline:
		return 2
	}
	return 3
}
