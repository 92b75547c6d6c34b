package opendata

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWhatIsHiddenIsInNoForm(t *testing.T) {
	s := sitting()
	before := reflect.ValueOf(sitting()).Interface()
	oparl, popolo, minutes := forms(t, s)
	for name, text := range map[string]string{"OParl": oparl, "Popolo": popolo, "minutes": minutes} {
		if strings.Contains(text, "KÍN") {
			t.Errorf("%s tells what is hidden: %s", name, text)
		}
	}
	if !reflect.DeepEqual(s, before) {
		t.Error("writing changed the session")
	}
	again, _, _ := forms(t, s)
	if again != oparl {
		t.Error("written twice, it differs")
	}
	var read struct {
		Meeting []struct {
			AgendaItem []struct {
				Number, Name string
				Order        int
				Public       bool
			} `json:"agendaItem"`
		}
	}
	if err := json.Unmarshal([]byte(oparl), &read); err != nil {
		t.Fatal(err)
	}
	items := read.Meeting[0].AgendaItem
	if len(items) != 4 || items[2].Public || items[3].Public || items[2].Number != "2" || items[3].Order != 3 || !items[1].Public {
		t.Errorf("hidden items keep their places: %+v", items)
	}
}

// Any session: nothing hidden is written, and nobody's vote but in polls by name.
func TestSecrecyHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Session{ID: "k", Body: Body{ID: "b"}, OpenedAt: 1000}
		for i := range rapid.IntRange(1, 5).Draw(t, "people") {
			s.People = append(s.People, Person{ID: string(rune('A' + i)), Name: "Đại biểu " + string(rune('A'+i))})
		}
		hidden := map[string]bool{}
		for i := range rapid.IntRange(1, 6).Draw(t, "items") {
			item := Item{ID: string(rune('a' + i)), Public: rapid.Bool().Draw(t, "public")}
			if i > 0 && rapid.Bool().Draw(t, "part") {
				item.Parent = s.Items[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
			}
			hidden[item.ID] = !item.Public || hidden[item.Parent]
			s.Items = append(s.Items, item)
		}
		word := func(hide bool) string {
			if hide {
				return "KÍN"
			}
			return "MỞ"
		}
		for i := range s.Items {
			s.Items[i].Title = word(hidden[s.Items[i].ID])
		}
		named := map[string]bool{}
		for i := range rapid.IntRange(0, 6).Draw(t, "polls") {
			item := rapid.SampledFrom(s.Items).Draw(t, "item").ID
			poll := Poll{ID: string(rune('0' + i)), Item: item, Openness: rapid.SampledFrom([]string{OpenPoll, NamedPoll, SecretPoll}).Draw(t, "openness"),
				Published: rapid.Bool().Draw(t, "published"), Counts: []Count{{Yes, "", len(s.People)}}}
			poll.Question = word(hidden[item] || !poll.Published)
			named[poll.ID] = poll.Openness == NamedPoll
			for _, person := range s.People {
				poll.Votes = append(poll.Votes, Vote{person.ID, Yes})
			}
			s.Polls = append(s.Polls, poll)
			s.Minutes = append(s.Minutes, Paragraph{Item: rapid.SampledFrom([]string{"", item}).Draw(t, "told in"), Poll: poll.ID, Text: poll.Question})
		}
		for i := range rapid.IntRange(0, 4).Draw(t, "papers") {
			item := rapid.SampledFrom(s.Items).Draw(t, "item").ID
			paper := Paper{ID: string(rune('0' + i)), Item: item, Public: rapid.Bool().Draw(t, "public paper")}
			paper.Name = word(hidden[item] || !paper.Public)
			s.Papers = append(s.Papers, paper)
			s.Speeches = append(s.Speeches, Speech{ID: paper.ID, Item: item, Text: word(hidden[item])})
			s.Minutes = append(s.Minutes, Paragraph{Speech: paper.ID, Text: word(hidden[item])})
		}
		oparl, err := ToOParl(s, options)
		if err != nil {
			t.Fatal(err)
		}
		popolo, err := ToPopolo(s, options)
		if err != nil {
			t.Fatal(err)
		}
		minutes, err := Minutes(s, options)
		if err != nil {
			t.Fatal(err)
		}
		one, _ := JSON(oparl)
		two, _ := JSON(popolo)
		if text := string(one) + string(two) + string(minutes); strings.Contains(text, "KÍN") {
			t.Fatalf("hidden: %s", text)
		}
		if faults := aknFaults(string(minutes)); len(faults) > 0 {
			t.Fatalf("%q", faults)
		}
		ballots := 0
		for _, event := range popolo.VoteEvents {
			if len(event.Votes) > 0 != named[event.ID] {
				t.Fatalf("poll %s has %d votes", event.ID, len(event.Votes))
			}
			ballots += len(event.Votes)
		}
		if got := strings.Count(string(minutes), "<vote "); got != ballots {
			t.Fatalf("%d votes in the minutes, %d in Popolo", got, ballots)
		}
	})
}

func TestPopoloReadsBack(t *testing.T) {
	p, err := ToPopolo(sitting(), options)
	if err != nil {
		t.Fatal(err)
	}
	text, err := JSON(p)
	if err != nil {
		t.Fatal(err)
	}
	var back Popolo
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("%v %+v", err, back)
	}
	if strings.Contains(string(text), `\u003c`) || !strings.Contains(string(text), `"Lê <Văn> & \"Bình\""`) {
		t.Error("letters are written as codes")
	}
	event := p.VoteEvents[0]
	if !reflect.DeepEqual(event, PopoloVoteEvent{ID: "b1", Organization: "hdnd", Session: "ky-hop-3", Motion: "b1", StartDate: "2026-12-01T10:00:00+07:00",
		EndDate: "2026-12-01T10:02:00+07:00", Result: "pass", Counts: []PopoloCount{{"yes", 1}, {"no", 1}, {"abstain", 0}},
		Votes: []PopoloVote{{"b1", "p1", "yes", "", "chair"}, {"b1", "p2", "no", "to-1", ""}}}) {
		t.Errorf("%+v", event)
	}
	if p.Motions[0].Text != "Thông qua Nghị quyết?" || p.Motions[0].Requirement == "" || p.VoteEvents[1].Counts[0].Option != "Trần Đức" || len(p.Motions) != 2 {
		t.Errorf("%+v", p.Motions)
	}
	if e := p.Events[0]; e.Status != "confirmed" || e.StartDate != "2026-12-01T08:05:00+07:00" || e.EndDate != "2026-12-02T00:10:00+07:00" || len(e.Attendees) != 2 {
		t.Errorf("%+v", e)
	}
	if len(p.Speeches) != 1 || p.Speeches[0].Creator != "p2" || p.Speeches[0].Position != 1 || p.Persons[0].Prefix != "TS." || p.Organizations[1].Parent != "hdnd" {
		t.Errorf("%+v", p)
	}
}

func TestOParlReadsBack(t *testing.T) {
	o, err := ToOParl(sitting(), options)
	if err != nil {
		t.Fatal(err)
	}
	text, err := JSON(o)
	if err != nil {
		t.Fatal(err)
	}
	var back OParl
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, o) {
		t.Errorf("%v", err)
	}
	m := o.Meetings[0]
	if m.ID != options.Base+"meeting/ky-hop-3" || m.State != "durchgeführt" || len(m.Participant) != 2 || m.Participant[0] != o.People[0].ID ||
		m.Location.Description != "Hội trường A, phường Trường Vinh" || m.AgendaItem[0].Consultation != o.Papers[0].Consultation[0].ID ||
		m.AgendaItem[0].Result != "Thông qua" || m.AgendaItem[1].Consultation != "" {
		t.Errorf("%+v", m)
	}
	paper := o.Papers[0]
	if paper.Reference != "214/TTr-UBND" || !paper.Consultation[0].Authoritative || paper.Consultation[0].AgendaItem != m.AgendaItem[0].ID ||
		paper.MainFile.AccessURL != options.Base+"file/d1/content" || o.Papers[1].MainFile.AccessURL != "https://example.gov.vn/bao-cao.pdf" || paper.MainFile.Size != 82930 {
		t.Errorf("%+v", paper)
	}
	if o.Organizations[0].Members != 2 || o.Organizations[0].VotingMembers != 2 || o.Organizations[1].Part != o.Organizations[0].ID ||
		!slices.Equal(o.Organizations[1].Membership, []string{options.Base + "membership/m3"}) || len(o.People[1].Membership) != 2 {
		t.Errorf("%+v", o.Organizations)
	}
	if o.Body.Terms[0].EndDate != "2031-03-14" || o.Body.Meeting != options.Base+"body/hdnd/meetings" {
		t.Errorf("%+v", o.Body)
	}
	undecided := sitting()
	undecided.Polls[0].Result = ""
	if o, err := ToOParl(undecided, options); err != nil || o.Papers[0].Consultation[0].Authoritative {
		t.Errorf("a poll that nothing came of decides: %v", err)
	}
	for state, times := range map[string][2]int64{"terminiert": {0, 0}, "eingeladen": {1000, 0}, "durchgeführt": {1000, 2000}} {
		s := Session{ID: "k", Body: Body{ID: "b"}, OpenedAt: times[0], ClosedAt: times[1]}
		if o, err := ToOParl(s, options); err != nil || o.Meetings[0].State != state {
			t.Errorf("%s: %v %+v", state, err, o.Meetings)
		}
	}
}

func TestTimesAndTexts(t *testing.T) {
	moment := at("2026-12-01T17:30:00Z")
	for _, row := range []struct {
		zone *time.Location
		want string
		date string
	}{
		{nil, "2026-12-02T00:30:00+07:00", "2026-12-02"},
		{time.UTC, "2026-12-01T17:30:00+00:00", "2026-12-01"},
		{time.FixedZone("", -(3*60+30)*60), "2026-12-01T14:00:00-03:30", "2026-12-01"},
	} {
		o := Options{Zone: row.zone}
		if o.moment(moment) != row.want || o.date(moment) != row.date || o.moment(0) != "" || o.moment(moment+999) != row.want {
			t.Errorf("%s %s", o.moment(moment), o.date(moment))
		}
	}
	for text, want := range map[string]string{"e\u0302\u0323": "ệ", " a\x00b\u0085c\ufffe\U0001FFFFd\ufdd0 ": "abcd", "a\r\nb\rc\td": "a\nb\nc\td", "\xff": "\ufffd", "đ": "đ"} {
		if got := clean(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for id, want := range map[string]string{"a-B_1.~": "a-B_1.~", "a b/đ": "a%20b%2F%C4%91", "..": "%2E%2E", ".": "%2E", "...": "...", "%": "%25"} {
		if got := escaped(id); got != want {
			t.Errorf("%q: %q", id, got)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	for code, changes := range map[string][]func(*Session){
		MissingID: {func(s *Session) { s.ID = "" }, func(s *Session) { s.Body.ID = " " }, func(s *Session) { s.Items[0].ID = "" }, func(s *Session) { s.Polls[0].Counts[0].Choice = "" }},
		DuplicateID: {func(s *Session) { s.People[1].ID = "p1" }, func(s *Session) { s.Groups[0].ID = "hdnd" }, func(s *Session) { s.Papers[1].ID = "d1" },
			func(s *Session) { s.Papers[1].File.ID = "d1" }, func(s *Session) { s.Polls[0].Votes[1].Person = "p1" }, func(s *Session) { s.Items[1].ID = "i1" },
			func(s *Session) { s.Memberships[1].ID = "m1" }, func(s *Session) { s.Speeches[1].ID = "s1" }, func(s *Session) { s.Polls[1].ID = "b1" }},
		UnknownReference: {func(s *Session) { s.Chair = "x" }, func(s *Session) { s.Items[1].Parent = "x" }, func(s *Session) { s.Papers[0].Item = "x" }, func(s *Session) { s.Polls[0].Item = "x" },
			func(s *Session) { s.Speeches[0].Person = "x" }, func(s *Session) { s.Minutes[1].Item = "x" }, func(s *Session) { s.Minutes[2].Person = "" }, func(s *Session) { s.Minutes[3].To = "x" },
			func(s *Session) { s.Memberships[0].Person = "" }, func(s *Session) { s.Memberships[2].Group = "x" }, func(s *Session) { s.Polls[0].Votes[0].Choice = "x" },
			func(s *Session) { s.Minutes[5].Poll = "x" }, func(s *Session) { s.Minutes[2].Speech = "x" }, func(s *Session) { s.Speeches[0].Item = "x" }},
		WrongDate: {func(s *Session) { s.Term.Begins = "2026" }, func(s *Session) { s.Papers[0].Date = "2026-02-30" }, func(s *Session) { s.Memberships[0].Begins = "15/03/2026" }},
		WrongTime: {func(s *Session) { s.OpenedAt = -1 }, func(s *Session) { s.ClosedAt = s.OpenedAt - 1 }, func(s *Session) { s.Items[0].StartsAt = maxTime + 1 },
			func(s *Session) { s.Polls[0].ClosedAt = 1 }, func(s *Session) { s.Speeches[0].EndedAt = 1 }, func(s *Session) { s.EndsAt = 1 }},
		WrongWord:     {func(s *Session) { s.Polls[0].Openness = "" }, func(s *Session) { s.Polls[0].Result = "passed" }, func(s *Session) { s.Minutes[0].Kind = "song" }},
		WrongCount:    {func(s *Session) { s.Polls[0].Counts[0].Value = -1 }, func(s *Session) { s.Polls[0].Quorum = -1 }, func(s *Session) { s.Papers[0].File.Size = -1 }},
		ItemCycle:     {func(s *Session) { s.Items[0].Parent = "i2" }, func(s *Session) { s.Items[0].Parent = "i1" }},
		WrongLanguage: {func(s *Session) { s.Language = "vi" }, func(s *Session) { s.Language = "VIE" }},
	} {
		for i, change := range changes {
			s := sitting()
			change(&s)
			for form, write := range map[string]func() error{
				"OParl":   func() error { _, err := ToOParl(s, options); return err },
				"Popolo":  func() error { _, err := ToPopolo(s, options); return err },
				"minutes": func() error { _, err := Minutes(s, options); return err },
			} {
				var refused *Error
				if err := write(); !errors.As(err, &refused) || refused.Code != code || !slices.Contains(ErrorCodes, code) {
					t.Errorf("%s %d, %s: %v", code, i, form, err)
				}
			}
		}
	}
	for _, base := range []string{"", "hdnd", "ftp://a/", "https://", "https:///", "https://a", "https://a/b", "https://a/b/?x/", "https://a b/", "//a/"} {
		var refused *Error
		if _, err := ToOParl(sitting(), Options{Base: base}); !errors.As(err, &refused) || refused.Code != WrongBase {
			t.Errorf("%q: %v", base, err)
		}
	}
	if _, err := ToOParl(sitting(), Options{Base: "http://10.0.0.1:8080/"}); err != nil {
		t.Error(err)
	}
}

// A session with little in it is written too, as objects that the schemas take.
func TestBareSession(t *testing.T) {
	schemas := oparlSchemas(t)
	oparl, popolo, minutes := forms(t, Session{ID: "k", Body: Body{ID: "b"}, OpenedAt: 1000, Items: []Item{{ID: "i"}}})
	for _, fault := range oparlFaults(schemas, parsed(t, oparl), map[string]int{}) {
		t.Error(fault)
	}
	if strings.Contains(oparl+popolo, "null") {
		t.Errorf("empty lists are null: %s %s", oparl, popolo)
	}
	if faults := aknFaults(minutes); len(faults) > 0 {
		t.Errorf("%q", faults)
	}
}
