package notes

import (
	"cmp"
	"image"
	"math"
	"slices"

	"congso.vn/congso/app/ink"
)

// Verdict is what became of a mark on a paper that was issued anew. Written words: only ever add.
type Verdict string

// The verdicts.
const (
	Stays  Verdict = "stays"  // on a page that shows the same, wherever that is now
	Moved  Verdict = "moved"  // on the same words at another place
	Orphan Verdict = "orphan" // mồ côi: to the tray, with the old paper and page that its anchor names
)

// Placement is where a mark is on the new issue.
type Placement struct {
	Mark       Mark
	Verdict    Verdict
	Anchors    []Anchor    // one for each page that it lies on now; none for an orphan
	By         image.Point // how far it moved on its page, 1/100 pt: ink is drawn so much further
	Candidates []Anchor    // of an orphan: where it may belong, the likeliest first, for the person to choose
}

const (
	mostCandidates = 5
	nearest        = 8    // words that a mark moves along with, where it lies on fewer
	reach          = 6000 // 1/100 pt within which words are near
	together       = 200  // 1/100 pt by which words that moved together may differ
)

// Reanchor says for each mark, which lies on the old issue or on one before it, where it is on the new one. It
// never puts one at a place that is not certain: what could be in two places, or on words that are not
// the same, is an orphan. It is a view: nothing is written down, so that two tablets cannot do it twice.
func Reanchor(marks []Mark, old, issued Paper) []Placement {
	r := &reanchoring{old: old, issued: issued, pages: map[string][]int{}, were: map[string][]int{}}
	for number, leaf := range issued.Leaves {
		r.pages[leaf.Content] = append(r.pages[leaf.Content], number)
	}
	for number, leaf := range old.Leaves {
		r.were[leaf.Content] = append(r.were[leaf.Content], number)
	}
	placements := make([]Placement, len(marks))
	for i, m := range marks {
		placements[i] = r.place(m)
	}
	return placements
}

type reanchoring struct {
	old, issued  Paper
	pages, were  map[string][]int // numbers by content
	before, text text
	to           alignment
	claimed      map[int]int // which old word became a new one
}

// read looks at the words, once, and only if a page changed at all.
func (r *reanchoring) read() {
	if r.claimed != nil {
		return
	}
	r.before, r.text = textOf(r.old), textOf(r.issued)
	r.to, r.claimed = align(r.before, r.text), map[int]int{}
	for i, j := range r.to {
		if j >= 0 {
			r.claimed[j] = i
		}
	}
}

func (r *reanchoring) place(m Mark) Placement {
	a := m.Anchor
	if same := r.pages[a.Content]; a.Content != "" && len(same) > 0 {
		return r.stay(m, same)
	}
	r.read()
	if a.Quote != "" {
		return r.quoted(m)
	}
	return r.along(m)
}

// stay is for pages that show the same. Of several the mark keeps its place among them, if they are as many as
// they were.
func (r *reanchoring) stay(m Mark, same []int) Placement {
	were := r.were[m.Anchor.Content]
	at := slices.Index(were, m.Anchor.Page)
	if len(same) == 1 {
		at = 0
	} else if m.Anchor.Blob != r.old.Blob || len(were) != len(same) {
		at = -1
	}
	if at >= 0 {
		return Placement{Mark: m, Verdict: Stays, Anchors: []Anchor{m.Anchor.move(r.issued, same[at], image.Point{})}}
	}
	orphan := Placement{Mark: m, Verdict: Orphan}
	for _, page := range same[:min(len(same), mostCandidates)] {
		orphan.Candidates = append(orphan.Candidates, m.Anchor.move(r.issued, page, image.Point{}))
	}
	return orphan
}

// quoted is for marks on words: by what became of the words themselves; else by looking for them.
func (r *reanchoring) quoted(m Mark) Placement {
	finds := r.text.seek(m.Anchor)
	if was, known := r.was(m.Anchor); known {
		from, to := r.before.wordsOf(was.first, was.end)
		if first := r.to[from]; first >= 0 && r.unbroken(from, to) {
			start := r.text.words[first].first + was.first - r.before.words[from].first
			return r.found(m, find{first: start, end: start + was.end - was.first})
		}
		// Words that others became are not those.
		finds = slices.DeleteFunc(finds, func(f find) bool {
			first, last := r.text.wordsOf(f.first, f.end)
			for j := first; j <= last; j++ {
				if i, is := r.claimed[j]; is && (i < from || i > to) {
					return true
				}
			}
			return false
		})
	}
	if f, sure := choose(m.Anchor, finds); sure {
		return r.found(m, f)
	}
	slices.SortStableFunc(finds, func(a, b find) int { return cmp.Compare(b.around, a.around) })
	orphan := Placement{Mark: m, Verdict: Orphan}
	for _, f := range finds[:min(len(finds), mostCandidates)] {
		orphan.Candidates = append(orphan.Candidates, r.text.anchors(r.issued, m.Anchor, f)...)
	}
	return orphan
}

func (r *reanchoring) found(m Mark, f find) Placement {
	anchors := r.text.anchors(r.issued, m.Anchor, f)
	if len(anchors) == 0 {
		return Placement{Mark: m, Verdict: Orphan}
	}
	p := Placement{Mark: m, Verdict: Moved, Anchors: anchors}
	if len(m.Anchor.Quads) > 0 {
		p.By = anchors[0].Quads[0].Min.Sub(m.Anchor.Quads[0].Min)
	}
	return p
}

// was finds the quote at the place on the old issue where its mark lies.
func (r *reanchoring) was(a Anchor) (find, bool) {
	if a.Blob != r.old.Blob {
		return find{}, false
	}
	best, most := find{}, 0
	for _, f := range r.before.seek(a) {
		covered := 0
		for _, one := range r.before.spread(f.first, f.end)[a.Page] {
			for _, quad := range a.Quads {
				common := one.Intersect(quad)
				covered += common.Dx() * common.Dy()
			}
		}
		if covered > most {
			best, most = f, covered
		}
	}
	return best, most > 0
}

// unbroken reports whether a row of old words became a row of new ones.
func (r *reanchoring) unbroken(from, to int) bool {
	for i := from; i <= to; i++ {
		if r.to[i] < 0 || i > from && r.to[i] != r.to[i-1]+1 {
			return false
		}
	}
	return true
}

// along is for marks that lie somewhere on a page: they go with the words that they lie on or that are nearest, if
// those are still there and moved together.
func (r *reanchoring) along(m Mark) Placement {
	orphan := Placement{Mark: m, Verdict: Orphan}
	bounds, known := boundsOf(m)
	if !known || m.Anchor.Blob != r.old.Blob {
		return orphan
	}
	type near struct{ word, apart int }
	var all []near
	for i, w := range r.before.words {
		if w.page == m.Anchor.Page {
			if apart := apart(bounds, w.Rect); apart <= reach {
				all = append(all, near{i, apart})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.apart, b.apart) })
	on := 0
	for on < len(all) && all[on].apart == 0 {
		on++
	}
	all = all[:min(len(all), max(on, nearest))]
	var by []image.Point
	page, lost, sure := -1, 0, true
	for i, n := range all {
		j := r.to[n.word]
		if j < 0 {
			lost++
			sure = sure && i >= on
			continue
		}
		if page < 0 {
			page = r.text.words[j].page
		}
		if page != r.text.words[j].page {
			sure = false
			continue
		}
		by = append(by, r.text.words[j].Rect.Min.Sub(r.before.words[n.word].Rect.Min))
	}
	if len(by) == 0 {
		return orphan
	}
	shift := median(by)
	for _, one := range by {
		d := one.Sub(shift)
		sure = sure && max(d.X, -d.X, d.Y, -d.Y) <= together
	}
	there := m.Anchor.move(r.issued, page, shift)
	if !sure || 4*lost > len(all) || len(by) < 2 {
		orphan.Candidates = []Anchor{there}
		return orphan
	}
	return Placement{Mark: m, Verdict: Moved, Anchors: []Anchor{there}, By: shift}
}

// boundsOf is where on its page a mark lies.
func boundsOf(m Mark) (image.Rectangle, bool) {
	if m.Kind == Ink {
		stroke, err := ink.Decode(m.Stroke)
		return stroke.Bounds(), err == nil
	}
	var bounds image.Rectangle
	for _, quad := range m.Anchor.Quads {
		bounds = bounds.Union(quad)
	}
	return bounds, !bounds.Empty()
}

// apart is the distance between two rectangles.
func apart(a, b image.Rectangle) int {
	dx := max(a.Min.X-b.Max.X, b.Min.X-a.Max.X, 0)
	dy := max(a.Min.Y-b.Max.Y, b.Min.Y-a.Max.Y, 0)
	return int(math.Hypot(float64(dx), float64(dy)))
}

// median is that of each coordinate.
func median(points []image.Point) image.Point {
	var xs, ys []int
	for _, p := range points {
		xs, ys = append(xs, p.X), append(ys, p.Y)
	}
	slices.Sort(xs)
	slices.Sort(ys)
	return image.Pt(xs[len(xs)/2], ys[len(ys)/2])
}
