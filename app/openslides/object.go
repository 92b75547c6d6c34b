package openslides

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Reference is "motion/3": a collection and an id.
type Reference struct {
	Collection string
	ID         int
}

// object is one object of an export. What is asked of it counts as taken.
type object struct {
	r          *reader
	collection string
	id         int
	fields     map[string]json.RawMessage
	used       map[string]bool // nil: left out as a whole, with a remark of its own
	visited    bool            // something of the meeting led here
}

// all returns a collection by id.
func (r *reader) all(collection string) []*object {
	objects := r.objects[collection]
	var sorted []*object
	for _, id := range slices.Sorted(maps.Keys(objects)) {
		sorted = append(sorted, objects[id])
	}
	return sorted
}

func (o *object) remark(code, field string) { o.r.remark(code, o.collection, field, o.id) }

// value returns a field; null is as good as nothing.
func (o *object) value(field string) (json.RawMessage, bool) {
	if o.used != nil {
		o.used[field] = true
	}
	raw, there := o.fields[field]
	return raw, there && string(raw) != "null"
}

// has tells whether a field says something, without taking it.
func (o *object) has(field string) bool {
	raw, there := o.fields[field]
	return there && string(raw) != "null"
}

// read decodes a field into a value of its type; another type is remarked.
func read[T any](o *object, field string) (value T, ok bool) {
	raw, there := o.value(field)
	if !there {
		return value, false
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		o.remark(WrongType, field)
		var none T
		return none, false
	}
	return value, true
}

// text returns one line: composed (NFC), without control characters, inner blanks single.
func (o *object) text(field string) string {
	text, _ := read[string](o, field)
	return line(text)
}

func line(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// clean composes letters and takes out control characters but line ends and tabs.
func clean(text string) string {
	return norm.NFC.String(strings.Map(func(letter rune) rune {
		if unicode.IsControl(letter) && letter != '\n' && letter != '\t' {
			return -1
		}
		return letter
	}, text))
}

func (o *object) yes(field string) bool {
	value, _ := read[bool](o, field)
	return value
}

func (o *object) whole(field string) int {
	value, _ := read[int](o, field)
	return value
}

// seconds returns a number of seconds that cannot be negative.
func (o *object) seconds(field string) int {
	value := o.whole(field)
	if value < 0 {
		o.remark(WrongValue, field)
		return 0
	}
	return value
}

// word returns one of some words; fallback stands for nothing and for any other word.
func (o *object) word(field, fallback string, words ...string) string {
	switch word := o.text(field); {
	case slices.Contains(words, word):
		return word
	case word != "":
		o.remark(WrongValue, field)
	}
	return fallback
}

// moment returns milliseconds since 1970; 0: none. OpenSlides writes times as seconds since 1970, its
// example data as RFC 3339.
func (o *object) moment(field string) int64 {
	raw, there := o.value(field)
	if !there {
		return 0
	}
	if seconds, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
		if seconds < 0 || seconds > maxSeconds {
			o.remark(WrongValue, field)
			return 0
		}
		return seconds * 1000
	}
	text, ok := read[string](o, field)
	if !ok || text == "" {
		return 0
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.Unix() < 0 || at.Unix() > maxSeconds {
		o.remark(WrongValue, field)
		return 0
	}
	return at.UnixMilli()
}

// maxSeconds is the end of the year 9999, the last that RFC 3339 can write.
const maxSeconds = 253402300799

// span returns when something began and ended. An end before the beginning is left out.
func (o *object) span(from, to string) (began, ended int64) {
	began, ended = o.moment(from), o.moment(to)
	if ended != 0 && ended < began {
		o.remark(TimeReversed, to)
		ended = 0
	}
	return began, ended
}

// reference returns "motion/3" taken apart.
func (o *object) reference(field string) Reference {
	text, ok := read[string](o, field)
	if !ok || text == "" {
		return Reference{}
	}
	collection, number, _ := strings.Cut(text, "/")
	id, err := strconv.Atoi(number)
	if err != nil || id <= 0 || collection == "" {
		o.remark(WrongValue, field)
		return Reference{}
	}
	return Reference{collection, id}
}

// numbers returns a list of ids, each once.
func (o *object) numbers(field string) []int {
	ids, _ := read[[]int](o, field)
	var once []int
	seen := map[int]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			once = append(once, id)
		}
	}
	return once
}

// follow returns the object that a field names.
func (o *object) follow(field, collection string) *object {
	id := o.whole(field)
	if id == 0 {
		return nil
	}
	return o.at(field, collection, id)
}

func (o *object) at(field, collection string, id int) *object {
	target := o.r.objects[collection][id]
	if target == nil {
		o.remark(BrokenReference, field)
		return nil
	}
	target.visited = true
	return target
}

// followAll returns the objects that a list names.
func (o *object) followAll(field, collection string) []*object {
	var targets []*object
	for _, id := range o.numbers(field) {
		if target := o.at(field, collection, id); target != nil {
			targets = append(targets, target)
		}
	}
	return targets
}
