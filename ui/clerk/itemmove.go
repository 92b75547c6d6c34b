package clerk

import (
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
)

// moves are the ways an item goes by one tap: among its siblings, below the one before it, or out from what it
// belongs to.
var moves = []string{"up", "down", "in", "out"}

// placeFor is where an item goes by one of the ways; false where it cannot.
func placeFor(state *council.State, id, way string) (council.Moving, bool) {
	item := state.Items[id]
	siblings := state.Siblings(item.Parent)
	at := slices.IndexFunc(siblings, func(other council.Item) bool { return other.ID == id })
	after := func(items []council.Item, i int) string {
		if i+1 < len(items) {
			return items[i+1].ID
		}
		return ""
	}
	switch {
	case at < 0:
		return council.Moving{}, false
	case way == "up" && at > 0:
		return council.Moving{ID: id, Parent: item.Parent, Before: siblings[at-1].ID}, true
	case way == "down" && at+1 < len(siblings):
		return council.Moving{ID: id, Parent: item.Parent, Before: after(siblings, at+1)}, true
	case way == "in" && at > 0:
		return council.Moving{ID: id, Parent: siblings[at-1].ID}, state.MayMove(id, siblings[at-1].ID)
	case way == "out" && item.Parent != "":
		above := state.Items[item.Parent]
		uncles := state.Siblings(above.Parent)
		parent := slices.IndexFunc(uncles, func(other council.Item) bool { return other.ID == above.ID })
		return council.Moving{ID: id, Parent: above.Parent, Before: after(uncles, parent)}, state.MayMove(id, above.Parent)
	}
	return council.Moving{}, false
}

// moveItem gives an item another place, which can be taken back.
func (d *desk) moveItem(id, way string) {
	state := d.state()
	item := state.Items[id]
	moving, may := placeFor(state, id, way)
	if !may {
		return
	}
	siblings := state.Siblings(item.Parent)
	back := council.Moving{ID: id, Parent: item.Parent}
	if at := slices.IndexFunc(siblings, func(other council.Item) bool { return other.ID == id }); at+1 < len(siblings) {
		back.Before = siblings[at+1].ID
	}
	d.do("item.move", council.MoveItem, 0, moving, func() {
		if way == "up" || way == "down" { // the opposite is one tap away
			d.refresh()
			return
		}
		d.undoable(d.say("clerk.item.moved", "title", item.Title), func() { d.do("item.move", council.MoveItem, 0, back, d.refresh) })
	})
}

// The kinds of items as a choice has them, whose ids are never empty.
func visibilityID(v council.Visibility) string {
	if v == council.Common {
		return "common"
	}
	return string(v)
}

func visibilityOf(id string) council.Visibility {
	if id == "common" {
		return council.Common
	}
	return council.Visibility(id)
}

var visibilities = []council.Visibility{council.Common, council.Internal, council.Hidden}

func (d *desk) visibilities() []kit.Option {
	var options []kit.Option
	for _, v := range visibilities {
		options = append(options, kit.Option{ID: visibilityID(v), Text: d.say("clerk.item.visibility." + visibilityID(v))})
	}
	return options
}

func (d *desk) visibilitiesAbout() map[string]string {
	about := map[string]string{}
	for _, v := range visibilities {
		about[visibilityID(v)] = d.say("clerk.item.visibility." + visibilityID(v) + ".about")
	}
	return about
}
