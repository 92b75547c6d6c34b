package openslides

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Codes of remarks. Sentences stand under them, with places for {collection}, {field} and {count}, the name of
// a collection under "openslides.collection." and its name in OpenSlides: only ever add.
const (
	CollectionNotTaken = "openslides.collection-not-taken" // tags, chats, projectors, …: a session has no place for it
	CollectionUnknown  = "openslides.collection-unknown"   // of a newer OpenSlides, or no collection at all
	ObjectNotTaken     = "openslides.object-not-taken"     // nothing of the meeting leads to it
	ObjectWrong        = "openslides.object-wrong"         // no object, or an id that is none
	OtherMeeting       = "openslides.other-meeting"        // belongs to another meeting
	OutsideMeeting     = "openslides.outside-meeting"      // a person or file of the installation that this meeting does not know
	DuplicateID        = "openslides.duplicate-id"         // stands twice; the first was taken
	DuplicateField     = "openslides.duplicate-field"      // stands twice in one object; the first was taken
	IDDiffers          = "openslides.id-differs"           // the object names another id than its key; the key was taken
	FieldNotTaken      = "openslides.field-not-taken"      //
	FieldSecret        = "openslides.field-secret"         // passwords, tokens, keys: never taken
	SettingNotTaken    = "openslides.setting-not-taken"    // a setting of the meeting
	WrongType          = "openslides.wrong-type"           // read as if it were not there
	WrongValue         = "openslides.wrong-value"          // a word, number or time that is none; read as if it were not there
	BrokenReference    = "openslides.broken-reference"     // leads to nothing
	OneSided           = "openslides.one-sided"            // the list names it, but it does not name the list's owner
	ContentTwice       = "openslides.content-twice"        // a second agenda item of the same content; it has the title alone
	AgendaCycle        = "openslides.agenda-cycle"         // below itself; stands at the top now
	AgendaTooDeep      = "openslides.agenda-too-deep"      // more than MaxDepth levels; stands higher now
	TimeReversed       = "openslides.time-reversed"        // ends before it begins; the end was left out
	PollSums           = "openslides.poll-sums"            // its numbers do not add up; taken as they are
	NameWithheld       = "openslides.name-withheld"        // a vote that was not by name had a name; it was left out
	MarkupLost         = "openslides.markup-lost"          // pictures or embedded pages in a text
)

// RemarkCodes lists the codes of all remarks.
var RemarkCodes = []string{CollectionNotTaken, CollectionUnknown, ObjectNotTaken, ObjectWrong, OtherMeeting, OutsideMeeting,
	DuplicateID, DuplicateField, IDDiffers, FieldNotTaken, FieldSecret, SettingNotTaken, WrongType, WrongValue, BrokenReference,
	OneSided, ContentTwice, AgendaCycle, AgendaTooDeep, TimeReversed, PollSums, NameWithheld, MarkupLost}

// Remark names what was not taken as it stands, all objects of one kind in one remark.
type Remark struct {
	Code       string
	Collection string // as OpenSlides names it: "motion"
	Field      string // as OpenSlides names it; empty: the object as a whole
	IDs        []int  // of the objects, ascending; empty: the collection as a whole
}

// String is for logs, in no language.
func (r Remark) String() string {
	text := r.Code + " " + r.Collection
	if r.Field != "" {
		text += "." + r.Field
	}
	const shown = 8
	if len(r.IDs) > shown {
		text += fmt.Sprintf(" %v and %d more", r.IDs[:shown], len(r.IDs)-shown)
	} else if len(r.IDs) > 0 {
		text += fmt.Sprintf(" %v", r.IDs)
	}
	return text
}

type remarkKey struct{ code, collection, field string }

func (r *reader) remark(code, collection, field string, ids ...int) {
	key := remarkKey{code, collection, field}
	if r.found[key] == nil {
		r.found[key] = map[int]bool{}
	}
	for _, id := range ids {
		r.found[key][id] = true
	}
}

// remarks returns all remarks in the order of codes, collections and fields.
func (r *reader) remarks() []Remark {
	var all []Remark
	for key, ids := range r.found {
		all = append(all, Remark{Code: key.code, Collection: key.collection, Field: key.field, IDs: slices.Sorted(maps.Keys(ids))})
	}
	slices.SortFunc(all, func(a, b Remark) int {
		return cmp.Or(cmp.Compare(slices.Index(RemarkCodes, a.Code), slices.Index(RemarkCodes, b.Code)),
			cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.Field, b.Field))
	})
	return all
}
