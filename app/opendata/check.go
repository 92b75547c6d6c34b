package opendata

import (
	"fmt"
	"strings"
	"time"
)

// Codes of errors. Sentences stand under them: only ever add.
const (
	MissingID        = "opendata.missing-id"
	DuplicateID      = "opendata.duplicate-id"
	UnknownReference = "opendata.unknown-reference" // leads to nothing in the session
	WrongDate        = "opendata.wrong-date"        // not "2026-12-01"
	WrongTime        = "opendata.wrong-time"        // before 1970, after 9999, or an end before its beginning
	WrongWord        = "opendata.wrong-word"        // an openness, result or kind that there is not
	WrongCount       = "opendata.wrong-count"       // a negative number
	ItemCycle        = "opendata.item-cycle"        // an item that is a part of itself
	WrongBase        = "opendata.wrong-base"        // the base address is none
	WrongLanguage    = "opendata.wrong-language"    // not three small letters
	NothingToWrite   = "opendata.nothing-to-write"  // minutes without a public paragraph and without a time of opening
)

// ErrorCodes lists the codes of all errors.
var ErrorCodes = []string{MissingID, DuplicateID, UnknownReference, WrongDate, WrongTime, WrongWord, WrongCount, ItemCycle, WrongBase, WrongLanguage, NothingToWrite}

// Error says why a session was not written: nothing was.
type Error struct {
	Code  string
	Place string // for logs, in no language: "poll 7 item"
	Value string // what stands there
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s %q", e.Code, e.Place, e.Value) }

// checker remembers the first fault.
type checker struct{ fault *Error }

func (c *checker) fail(code, place, value string) {
	if c.fault == nil {
		c.fault = &Error{code, place, value}
	}
}

// unique notes the ids of one kind.
func (c *checker) unique(kind string, ids map[string]bool, id string) {
	switch {
	case id == "":
		c.fail(MissingID, kind, id)
	case ids[id]:
		c.fail(DuplicateID, kind, id)
	}
	ids[id] = true
}

func (c *checker) known(place string, ids map[string]bool, id string) {
	if id != "" && !ids[id] {
		c.fail(UnknownReference, place, id)
	}
}

func (c *checker) date(place, date string) {
	if date == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		c.fail(WrongDate, place, date)
	}
}

func (c *checker) span(place string, from, to int64) {
	for _, at := range []int64{from, to} {
		if at < 0 || at > maxTime {
			c.fail(WrongTime, place, fmt.Sprint(at))
		}
	}
	if from != 0 && to != 0 && to < from {
		c.fail(WrongTime, place, fmt.Sprintf("%d to %d", from, to))
	}
}

// maxTime leaves the offset of any place within the years that RFC 3339 can write.
const maxTime = 253402214400_000

func (c *checker) word(place, word string, words ...string) {
	for _, known := range words {
		if word == known {
			return
		}
	}
	c.fail(WrongWord, place, word)
}

// check returns the first fault of a session, as an *Error.
func check(s Session) error {
	c := &checker{}
	if s.ID == "" || s.Body.ID == "" {
		c.fail(MissingID, "session", s.ID)
	}
	if len(s.Language) != 3 || strings.Trim(s.Language, "abcdefghijklmnopqrstuvwxyz") != "" {
		c.fail(WrongLanguage, "session", s.Language)
	}
	c.span("session", s.StartsAt, s.EndsAt)
	c.span("session", s.OpenedAt, s.ClosedAt)
	c.span("session", s.ModifiedAt, 0)
	c.date("term", s.Term.Begins)
	c.date("term", s.Term.Ends)
	groups, people, items, papers, polls, speeches, memberships := map[string]bool{s.Body.ID: true}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, group := range s.Groups {
		c.unique("group", groups, group.ID)
	}
	for _, person := range s.People {
		c.unique("person", people, person.ID)
	}
	c.known("session chair", people, s.Chair)
	for _, m := range s.Memberships {
		c.unique("membership", memberships, m.ID)
		c.known("membership "+m.ID+" group", groups, m.Group)
		c.needed("membership "+m.ID+" person", people, m.Person)
		c.date("membership "+m.ID, m.Begins)
		c.date("membership "+m.ID, m.Ends)
	}
	c.items(s.Items, items)
	files := map[string]bool{}
	for _, paper := range s.Papers {
		c.unique("paper", papers, paper.ID)
		c.unique("file", files, paper.fileID())
		c.known("paper "+paper.ID+" item", items, paper.Item)
		c.date("paper "+paper.ID, paper.Date)
		if paper.File.Size < 0 {
			c.fail(WrongCount, "paper "+paper.ID, fmt.Sprint(paper.File.Size))
		}
	}
	for _, poll := range s.Polls {
		c.unique("poll", polls, poll.ID)
		c.poll(poll, people, items)
	}
	for _, speech := range s.Speeches {
		c.unique("speech", speeches, speech.ID)
		c.known("speech "+speech.ID+" item", items, speech.Item)
		c.known("speech "+speech.ID+" person", people, speech.Person)
		c.span("speech "+speech.ID, speech.BeganAt, speech.EndedAt)
	}
	for i, p := range s.Minutes {
		place := fmt.Sprintf("paragraph %d ", i+1)
		c.word(place+"kind", p.Kind, Narrative, Spoken, AskedQuestion, GivenAnswer, Summary)
		c.known(place+"item", items, p.Item)
		c.known(place+"person", people, p.Person)
		c.known(place+"to", people, p.To)
		c.known(place+"speech", speeches, p.Speech)
		c.known(place+"poll", polls, p.Poll)
		if p.spoken() {
			c.needed(place+"person", people, p.Person)
		}
	}
	if c.fault != nil {
		return c.fault
	}
	return nil
}

func (c *checker) needed(place string, ids map[string]bool, id string) {
	if !ids[id] {
		c.fail(UnknownReference, place, id)
	}
}

func (c *checker) items(all []Item, ids map[string]bool) {
	parents := map[string]string{}
	for _, item := range all {
		c.unique("item", ids, item.ID)
		c.span("item "+item.ID, item.StartsAt, item.EndsAt)
		parents[item.ID] = item.Parent
	}
	for _, item := range all {
		c.known("item "+item.ID+" parent", ids, item.Parent)
		steps := 0
		for above := item.Parent; above != ""; above = parents[above] {
			if steps++; steps > len(all) {
				c.fail(ItemCycle, "item", item.ID)
				return
			}
		}
	}
}

func (c *checker) poll(poll Poll, people, items map[string]bool) {
	place := "poll " + poll.ID
	c.word(place+" openness", poll.Openness, OpenPoll, NamedPoll, SecretPoll)
	c.word(place+" result", poll.Result, "", Pass, Fail)
	c.known(place+" item", items, poll.Item)
	c.span(place, poll.OpenedAt, poll.ClosedAt)
	choices := map[string]bool{}
	for _, count := range poll.Counts {
		c.unique(place+" choice", choices, count.Choice)
		if count.Value < 0 {
			c.fail(WrongCount, place, fmt.Sprint(count.Value))
		}
	}
	if poll.Quorum < 0 || poll.Present < 0 {
		c.fail(WrongCount, place, fmt.Sprint(poll.Quorum, poll.Present))
	}
	voters := map[string]bool{}
	for _, vote := range poll.Votes {
		c.unique(place+" voter", voters, vote.Person)
		c.needed(place+" voter", people, vote.Person)
		c.needed(place+" vote", choices, vote.Choice)
	}
}
