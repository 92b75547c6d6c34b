package openslides

import (
	"cmp"
	"slices"
)

// belonging finds the objects of a collection by the owner that they name, or, where they name none,
// by the list of an owner that names them. Each is in the order of its weight, then of its id.
type belonging map[Reference][]*object

// owned groups a collection by owner. back is the field in which an object names its owner; list is the
// field in which the owner lists its objects. The object's own word counts for more than the list's.
func (r *reader) owned(collection, back, owner, list string) belonging {
	groups := belonging{}
	placed := map[int]Reference{}
	place := func(o *object, of Reference) {
		groups[of] = append(groups[of], o)
		placed[o.id] = of
	}
	for _, o := range r.all(collection) {
		id := o.whole(back)
		switch {
		case id == 0:
		case r.objects[owner][id] == nil:
			o.remark(BrokenReference, back)
		default:
			place(o, Reference{owner, id})
		}
	}
	for _, of := range r.all(owner) {
		if owner == "poll" && of.has("config_id") != (collection == "poll_option") {
			continue // newer polls list other options in the same field
		}
		for _, id := range of.numbers(list) {
			switch o := r.objects[collection][id]; {
			case o == nil:
				of.remark(BrokenReference, list)
			case placed[id] == Reference{} && !o.has(back):
				o.remark(OneSided, back)
				place(o, Reference{owner, of.id})
			case placed[id] != Reference{owner, of.id}:
				of.remark(OneSided, list)
			}
		}
	}
	for _, group := range groups {
		byWeight(group)
	}
	return groups
}

// defaultWeight is what OpenSlides gives to what nobody has put in order.
const defaultWeight = 10000

func byWeight(objects []*object) {
	weights := map[int]int{}
	for _, o := range objects {
		weights[o.id] = defaultWeight
		if o.collection != "vote" && o.has("weight") { // a vote's weight is what it counts for
			weights[o.id] = o.whole("weight")
		}
	}
	slices.SortStableFunc(objects, func(a, b *object) int {
		return cmp.Or(cmp.Compare(weights[a.id], weights[b.id]), cmp.Compare(a.id, b.id))
	})
}

// of returns what belongs to an owner, and counts it as taken.
func (b belonging) of(owner *object) []*object {
	objects := b[Reference{owner.collection, owner.id}]
	for _, o := range objects {
		o.visited = true
	}
	return objects
}
