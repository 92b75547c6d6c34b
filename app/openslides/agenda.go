package openslides

import "slices"

// MaxDepth is how many levels an agenda has here.
const MaxDepth = 16

// readAgenda builds the agenda, and the items that stand on none.
func (r *reader) readAgenda() (agenda, off []Item) {
	r.texts = map[Reference]*Item{}
	lists := r.readSpeakers()
	motions := r.motionParts()
	about := map[Reference]bool{}
	build := func(content *object) Item {
		item := r.readContent(content, motions)
		if list, there := lists[item.Content]; there {
			item.Speakers = &list
		}
		about[item.Content] = true
		return item
	}
	made := map[int]Item{}
	for _, o := range r.all("agenda_item") {
		o.visited = true
		item := Item{Content: o.reference("content_object_id")}
		content := r.objects[item.Content.Collection][item.Content.ID]
		switch {
		case item.Content == Reference{}:
		case content == nil || !slices.Contains(contents, item.Content.Collection):
			o.remark(BrokenReference, "content_object_id")
		case about[item.Content]:
			o.remark(ContentTwice, "content_object_id")
			item.Title = content.text("title")
		default:
			item = build(content)
		}
		item.ID, item.Number, item.Comment, item.Done = o.id, o.text("item_number"), o.text("comment"), o.yes("closed")
		item.Seconds = o.seconds("duration")
		item.Visibility = o.word("type", CommonItem, CommonItem, InternalItem, HiddenItem)
		made[o.id] = item
	}
	agenda = r.plant(made)
	for _, collection := range contents {
		for _, content := range r.all(collection) {
			if !about[Reference{collection, content.id}] {
				item := build(content)
				item.Visibility = CommonItem
				off = append(off, item)
			}
		}
	}
	return agenda, off
}

// contents are the collections that an agenda item may be about.
var contents = []string{"topic", "motion", "motion_block", "assignment"}

// plant puts the items below each other.
func (r *reader) plant(made map[int]Item) []Item {
	below := r.owned("agenda_item", "parent_id", "agenda_item", "child_ids")
	parents := map[int]int{}
	for owner, children := range below {
		for _, child := range children {
			parents[child.id] = owner.ID
		}
	}
	all := r.all("agenda_item")
	byWeight(all)
	r.breakCycles(parents)
	r.liftDeep(all, parents)
	children := map[int][]*object{}
	for _, o := range all {
		children[parents[o.id]] = append(children[parents[o.id]], o)
	}
	var grow func(id int) []Item
	grow = func(id int) []Item {
		var items []Item
		for _, o := range children[id] {
			item := made[o.id]
			item.Children = grow(o.id)
			items = append(items, item)
		}
		return items
	}
	return grow(0)
}

// breakCycles puts the first of those that lie below each other at the top.
func (r *reader) breakCycles(parents map[int]int) {
	const onTheWay, done = 1, 2
	state := map[int]int{}
	for _, o := range r.all("agenda_item") {
		var way []int
		id := o.id
		for id != 0 && state[id] == 0 {
			state[id] = onTheWay
			way = append(way, id)
			id = parents[id]
		}
		if id != 0 && state[id] == onTheWay {
			first := slices.Min(way[slices.Index(way, id):])
			r.remark(AgendaCycle, "agenda_item", "parent_id", first)
			delete(parents, first)
		}
		for _, passed := range way {
			state[passed] = done
		}
	}
}

// liftDeep puts what lies deeper than MaxDepth on the deepest level that there is.
func (r *reader) liftDeep(all []*object, parents map[int]int) {
	depths := map[int]int{0: 0}
	for _, o := range all {
		var way []int
		id := o.id
		for _, known := depths[id]; !known; _, known = depths[id] {
			way = append(way, id)
			id = parents[id]
		}
		for _, next := range slices.Backward(way) {
			depth := depths[parents[next]] + 1
			if depth > MaxDepth {
				r.remark(AgendaTooDeep, "agenda_item", "parent_id", next)
				parents[next] = parents[parents[next]]
				depth = MaxDepth
			}
			depths[next] = depth
		}
	}
}
