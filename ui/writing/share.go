package writing

import (
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
)

// shareValue is what is shown of who sees what the holder writes from now on.
type shareValue struct {
	Place  string // of package notes
	Person string // the name of the one other who sees it; empty for nobody and for everybody
	Alone  bool   // what others share is not shown
}

// Own reports whether nobody else sees it.
func (s shareValue) Own() bool { return s.Place == "" || s.Place == notes.Own }

// sharing is to whom the holder shows what they write. Every paper begins with nobody: to share is an act.
type sharing struct {
	Place string // empty: notes.Own
	alone bool
}

// own reports whether nobody else sees it.
func (s sharing) own() bool { return s.Place == "" || s.Place == notes.Own }

// value is what is shown of it.
func (s sharing) value(state *council.State) shareValue {
	person, _ := notes.WithWhom(s.Place)
	return shareValue{s.Place, state.Deputies[person].Name, s.alone}
}

// places are the layers that a new mark goes to.
func (s sharing) places() []string { return notes.Layers(s.Place) }

// Share shows what is written from now on to others: notes.Own for nobody, notes.All, notes.With.
func (w *Model) Share(place string) {
	w.Up()
	w.Sharing.Place = place
	w.changed()
}

// ShareChosen shows what is chosen to others, or to nobody any more. It is written anew in their layer: what was
// taken out of a layer does not come back to it.
func (w *Model) ShareChosen(place string) {
	w.alterInto(notes.Layers(place), func(m notes.Mark, d *notes.Drawn) (notes.Mark, bool) {
		return m, !slices.Equal(d.Places, notes.Layers(place))
	})
	w.changed()
}

// ShowOthers shows what others share, or hides it.
func (w *Model) ShowOthers(shown bool) {
	w.Sharing.alone = !shown
	w.Pages.Choose(w.whose())
	w.changed()
}

// whose is the only person whose marks are shown; empty for everybody's.
func (w *Model) whose() string {
	if w.Sharing.alone {
		return w.Person
	}
	return ""
}

// placed are the parts of one act in the layers that its marks stand in: each mark is added to its own, and taken
// out of all that it is in.
func placed(act notes.Edit, adds, removes []*notes.Drawn, newID func() string) []notes.Placed {
	edits := map[string]*notes.Edit{}
	var places []string
	in := func(place string) *notes.Edit {
		if edits[place] == nil {
			edits[place] = &notes.Edit{At: act.At}
			places = append(places, place)
		}
		return edits[place]
	}
	for _, m := range adds {
		for _, place := range m.Places {
			e := in(place)
			e.Adds = append(e.Adds, m.Mark)
		}
	}
	for _, m := range removes {
		for _, place := range m.Places {
			e := in(place)
			e.Removes = append(e.Removes, m.ID)
		}
	}
	slices.Sort(places)
	var parts []notes.Placed
	for i, place := range places {
		e := *edits[place]
		slices.Sort(e.Removes)
		if e.ID = act.ID; i > 0 {
			e.ID, e.Act = newID(), act.ID
		}
		parts = append(parts, notes.Placed{Place: place, Edit: e})
	}
	return parts
}
