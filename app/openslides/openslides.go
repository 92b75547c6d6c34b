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
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Limits of what is read. An export of 500 people and 627 items has some 20,000 objects in 10 MB;
// files that lie inside an export make it longer, and are passed over as they come.
const (
	MaxBytes   = 1 << 30 // of the whole export
	MaxObjects = 400_000 // of all collections
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
	if err := r.load(from); err != nil {
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

// load reads all collections, one object at a time.
func (r *reader) load(from io.Reader) error {
	limited := &io.LimitedReader{R: from, N: MaxBytes + 1}
	source := &watched{from: skipMark(limited)}
	decoder := json.NewDecoder(source)
	fail := func(err error) error {
		var already *Error
		switch {
		case errors.As(err, &already):
			return already
		case limited.N <= 0:
			return &Error{Code: TooLarge, Detail: fmt.Sprintf("more than %d bytes", MaxBytes)}
		case source.failed != nil:
			return &Error{Code: Unreadable, Detail: source.failed.Error(), cause: source.failed}
		case errors.Is(err, io.EOF):
			err = io.ErrUnexpectedEOF
		}
		return &Error{Code: NotJSON, Detail: err.Error(), cause: err}
	}
	switch start, err := decoder.Token(); {
	case err != nil:
		return fail(err)
	case start != json.Delim('{'):
		return &Error{Code: NotExport, Detail: "no object of collections"}
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return fail(err)
		}
		if err := r.loadCollection(decoder, key.(string)); err != nil {
			return fail(err)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return fail(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errors.New("something stands behind the export")
		}
		return fail(err)
	}
	return nil
}

func (r *reader) loadCollection(decoder *json.Decoder, collection string) error {
	switch start, err := decoder.Token(); {
	case err != nil:
		return err
	case start == json.Delim('['):
		for decoder.More() {
			var ignored json.RawMessage
			if err := decoder.Decode(&ignored); err != nil {
				return err
			}
		}
		r.remark(CollectionUnknown, collection, "")
		_, err := decoder.Token()
		return err
	case start != json.Delim('{'):
		if !strings.HasPrefix(collection, "_") { // "_migration_index" is a number, and says nothing of the meeting
			r.remark(CollectionUnknown, collection, "")
		}
		return nil
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return err
		}
		if r.loaded++; r.loaded > MaxObjects {
			return &Error{Code: TooLarge, Detail: fmt.Sprintf("more than %d objects", MaxObjects)}
		}
		if err := r.loadObject(collection, key.(string), raw); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
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

// watched remembers that reading failed, and how: the decoder's errors tell that from bad JSON no more.
type watched struct {
	from   io.Reader
	failed error
}

func (w *watched) Read(into []byte) (int, error) {
	n, err := w.from.Read(into)
	if err != nil && !errors.Is(err, io.EOF) {
		w.failed = err
	}
	return n, err
}

// skipMark passes over the byte order mark that some editors write before a text.
func skipMark(from io.Reader) io.Reader {
	first := make([]byte, 3)
	n, err := io.ReadFull(from, first)
	rest := from
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		rest = failing{err}
	}
	if string(first[:n]) == "\ufeff" {
		return rest
	}
	return io.MultiReader(strings.NewReader(string(first[:n])), rest)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
