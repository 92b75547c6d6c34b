package opendata

import (
	"reflect"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// prepare returns what of a session may be written: composed, sound, and public. All forms begin here.
func prepare(s Session) (Session, error) {
	s = cleaned(reflect.ValueOf(s)).Interface().(Session)
	if s.Language == "" {
		s.Language = "vie"
	}
	if s.Number == "" {
		s.Number = s.ID
	}
	if err := check(s); err != nil {
		return Session{}, err
	}
	return public(s), nil
}

// public takes out all that is not for everybody. The value is our own copy.
func public(s Session) Session {
	shown := shownItems(s.Items)
	for i := range s.Items {
		if item := &s.Items[i]; !shown[item.ID] {
			*item = Item{ID: item.ID, Parent: item.Parent, Number: item.Number}
		}
	}
	shown[""] = true // what is of the session as a whole
	s.Papers = kept(s.Papers, func(p Paper) bool { return p.Public && shown[p.Item] })
	s.Polls = kept(s.Polls, func(p Poll) bool { return p.Published && shown[p.Item] })
	for i := range s.Polls {
		if s.Polls[i].Openness != NamedPoll {
			s.Polls[i].Votes = nil
		}
	}
	s.Speeches = kept(s.Speeches, func(p Speech) bool { return shown[p.Item] })
	polls, speeches := map[string]bool{"": true}, map[string]bool{"": true}
	for _, poll := range s.Polls {
		polls[poll.ID] = true
	}
	for _, speech := range s.Speeches {
		speeches[speech.ID] = true
	}
	// A paragraph that tells of a hidden poll or speech tells too much, wherever it stands.
	s.Minutes = kept(s.Minutes, func(p Paragraph) bool { return shown[p.Item] && polls[p.Poll] && speeches[p.Speech] })
	return s
}

// shownItems finds the items that are public together with all they are a part of.
func shownItems(items []Item) map[string]bool {
	byID := map[string]Item{}
	for _, item := range items {
		byID[item.ID] = item
	}
	shown := map[string]bool{}
	for _, item := range items {
		open := item.Public
		for above := item.Parent; above != ""; above = byID[above].Parent {
			open = open && byID[above].Public
		}
		shown[item.ID] = open
	}
	return shown
}

func kept[T any](all []T, keep func(T) bool) []T {
	var some []T
	for _, one := range all {
		if keep(one) {
			some = append(some, one)
		}
	}
	return some
}

// cleaned copies a value with all its texts composed (NFC) and without what no JSON or XML reader takes:
// control characters but line ends and tabs, noncharacters, broken UTF-8.
func cleaned(value reflect.Value) reflect.Value {
	switch value.Kind() {
	case reflect.String:
		return reflect.ValueOf(clean(value.String())).Convert(value.Type())
	case reflect.Slice:
		if value.IsNil() {
			return value
		}
		made := reflect.MakeSlice(value.Type(), value.Len(), value.Len())
		for i := range value.Len() {
			made.Index(i).Set(cleaned(value.Index(i)))
		}
		return made
	case reflect.Struct:
		made := reflect.New(value.Type()).Elem()
		for i := range value.NumField() {
			made.Field(i).Set(cleaned(value.Field(i)))
		}
		return made
	default:
		return value
	}
}

func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	text = strings.Map(func(letter rune) rune {
		switch {
		case letter == '\n', letter == '\t':
			return letter
		case letter == '\r':
			return '\n'
		case unicode.IsControl(letter), letter&0xFFFE == 0xFFFE, letter >= 0xFDD0 && letter <= 0xFDEF:
			return -1
		}
		return letter
	}, text)
	return strings.TrimSpace(norm.NFC.String(text))
}

// lines are the lines of a text that say something.
func lines(text string) []string {
	var some []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			some = append(some, line)
		}
	}
	return some
}

func (p Paragraph) spoken() bool {
	return p.Kind == Spoken || p.Kind == AskedQuestion || p.Kind == GivenAnswer
}

func (p Paper) fileID() string {
	if p.File.ID != "" {
		return p.File.ID
	}
	return p.ID
}
