// Package openslides reads a meeting that OpenSlides 4 has written: the export of one meeting, or the
// data of a whole installation. It is pure: bytes in, a Meeting and remarks out.
//
// Both forms are one JSON object keyed by collection and id; an export of one meeting has a
// "_migration_index" beside them. What each collection and field means is taken from the public
// description of OpenSlides' models (OpenSlides/openslides-meta, collections/*.yml).
//
// Nothing is dropped silently: whatever an export holds stands in the Meeting, repeats what stands
// there, or is named by a Remark.
package openslides

import (
	"io"
	"slices"
)

// Limits of what is read. An export of 500 people and 627 items has some 20,000 objects in 10 MB;
// files that lie inside an export make it longer, and are passed over as they come.
const (
	MaxBytes   = 256 << 20 // of the whole export: one object may be all of it, and is held in memory
	MaxObjects = 400_000   // of all collections
)

// Options say what to read.
type Options struct {
	// Meeting is the id of the meeting wanted; 0: the only one there is.
	Meeting int
}

// Codes of errors. Sentences stand under them: only ever add.
const (
	NotJSON         = "openslides.not-json"         // Detail: what the decoder says
	NotUTF8         = "openslides.not-utf8"         //
	NotExport       = "openslides.not-export"       // JSON, but without a meeting
	TooLarge        = "openslides.too-large"        // more than MaxBytes, or more than MaxObjects
	SeveralMeetings = "openslides.several-meetings" // Meetings: one must be chosen
	NoSuchMeeting   = "openslides.no-such-meeting"  // Meetings: those that there are
	Unreadable      = "openslides.unreadable"       // the bytes could not be read; wraps the cause
)

// ErrorCodes lists the codes of all errors.
var ErrorCodes = []string{NotJSON, NotUTF8, NotExport, TooLarge, SeveralMeetings, NoSuchMeeting, Unreadable}

// Error says why nothing was read.
type Error struct {
	Code     string
	Detail   string          // for logs, in no language
	Meetings []MeetingChoice // those that the export holds, by id
	cause    error
}

// MeetingChoice is one of several meetings in an export.
type MeetingChoice struct {
	ID   int
	Name string
}

func (e *Error) Error() string {
	text := e.Code
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	return text
}

func (e *Error) Unwrap() error { return e.cause }

// Read reads one meeting. The remarks, in a fixed order, name all that the meeting does not hold. An
// error is always an *Error; then nothing was read.
func Read(from io.Reader, options Options) (Meeting, []Remark, error) {
	r := &reader{objects: map[string]map[int]*object{}, found: map[remarkKey]map[int]bool{}}
	if err := r.load(from, MaxBytes); err != nil {
		return Meeting{}, nil, err
	}
	meeting, err := r.choose(options.Meeting)
	if err != nil {
		return Meeting{}, nil, err
	}
	r.leaveOtherMeetings(meeting.id)
	value := r.meeting(meeting)
	r.remarkLeftovers()
	return value, r.remarks(), nil
}

// reader holds an export while it is turned into a Meeting.
type reader struct {
	objects map[string]map[int]*object // by collection and id, of the collections in taken
	found   map[remarkKey]map[int]bool
	loaded  int // objects of all collections

	people map[int]bool        // user ids that became a Person
	named  map[int]int         // user id by meeting_user id
	texts  map[Reference]*Item // what an agenda item or a poll may be about
}

// choose finds the meeting to read.
func (r *reader) choose(id int) (*object, error) {
	var choices []MeetingChoice
	for _, o := range r.all("meeting") {
		choices = append(choices, MeetingChoice{ID: o.id, Name: o.text("name")})
	}
	switch {
	case len(choices) == 0:
		return nil, &Error{Code: NotExport, Detail: "no meeting"}
	case id == 0 && len(choices) > 1:
		return nil, &Error{Code: SeveralMeetings, Meetings: choices}
	case id == 0:
		id = choices[0].ID
	case !slices.ContainsFunc(choices, func(c MeetingChoice) bool { return c.ID == id }):
		return nil, &Error{Code: NoSuchMeeting, Meetings: choices}
	}
	return r.objects["meeting"][id], nil
}

// leaveOtherMeetings takes out what belongs to another meeting than the one wanted.
func (r *reader) leaveOtherMeetings(wanted int) {
	for collection := range taken {
		for _, o := range r.all(collection) {
			of := wanted
			switch collection {
			case "meeting":
				of = o.id
			case "user":
			case "mediafile":
				if owner := o.reference("owner_id"); owner.Collection == "meeting" {
					of = owner.ID
				}
			default:
				if named := o.whole("meeting_id"); named != 0 {
					of = named
				}
			}
			if of != wanted {
				r.remark(OtherMeeting, collection, "", o.id)
				delete(r.objects[collection], o.id)
			}
		}
	}
}
