package openslides

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestWhatIsNoExport(t *testing.T) {
	for text, code := range map[string]string{
		"":                        NotJSON,
		"   ":                     NotJSON,
		"{":                       NotJSON,
		`{"meeting":{"1":{}`:      NotJSON,
		`{"meeting":{"1":{}}} {}`: NotJSON,
		`{"meeting":{"1":{}}} x`:  NotJSON,
		"<html>":                  NotJSON,
		"[]":                      NotExport,
		"17":                      NotExport,
		"{}":                      NotExport,
		`{"meeting":{}}`:          NotExport,
		`{"meeting":[]}`:          NotExport,
		`{"meeting":{"1":[]}}`:    NotExport,
		`{"meeting":{"01":{}}}`:   NotExport,
		`{"meeting":{"-1":{}}}`:   NotExport,
		"{\"meeting\":{\"1\":{\"name\":\"\xff\"}}}": NotUTF8,
		`{"meeting":{"1":{},"2":{}}}`:               SeveralMeetings,
	} {
		m, remarks, err := Read(strings.NewReader(text), Options{})
		var refused *Error
		if !errors.As(err, &refused) || refused.Code != code || !reflect.DeepEqual(m, Meeting{}) || remarks != nil {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
	if _, _, err := Read(iotest.ErrReader(io.ErrClosedPipe), Options{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a reader that fails: %v", err)
	}
	failing := io.MultiReader(strings.NewReader(`{"meeting":{"1":{`), iotest.ErrReader(io.ErrClosedPipe))
	var refused *Error
	if _, _, err := Read(failing, Options{}); !errors.As(err, &refused) || refused.Code != Unreadable {
		t.Errorf("a reader that fails half way: %v", err)
	}
	if _, _, err := Read(strings.NewReader(`{"meeting":{"3":{"name":"A"},"2":{"name":"B"}}}`), Options{Meeting: 4}); !errors.As(err, &refused) ||
		refused.Code != NoSuchMeeting || !slices.Equal(refused.Meetings, []MeetingChoice{{2, "B"}, {3, "A"}}) {
		t.Errorf("no such meeting: %v", err)
	}
}

func TestOneOfSeveralMeetings(t *testing.T) {
	const text = `{"meeting":{"1":{"name":"Một"},"2":{"name":"Hai"}},
		"topic":{"1":{"title":"A","meeting_id":1},"2":{"title":"B","meeting_id":2}},
		"mediafile":{"1":{"title":"a","owner_id":"meeting/1"},"2":{"title":"b","owner_id":"meeting/2"}}}`
	m, remarks, err := Read(strings.NewReader(text), Options{Meeting: 2})
	if err != nil || m.Name != "Hai" || len(m.OffAgenda) != 1 || m.OffAgenda[0].Title != "B" || len(m.Files) != 1 || m.Files[0].Name != "b" {
		t.Errorf("%v %+v", err, m)
	}
	for _, collection := range []string{"meeting", "topic", "mediafile"} {
		if !said(remarks, OtherMeeting, collection, "", 1) {
			t.Errorf("nobody says that %s/1 is of another meeting: %v", collection, remarks)
		}
	}
}

// Each row is an export with one fault, and the remark that it must bring.
func TestFaultsAreRemarked(t *testing.T) {
	for _, row := range []struct {
		text string
		want Remark
	}{
		{`"topic":{"1":{},"1":{"title":"x"}}`, Remark{DuplicateID, "topic", "", []int{1}}},
		{`"topic":{"1":{"title":"a","title":"b"}}`, Remark{DuplicateField, "topic", "title", []int{1}}},
		{`"topic":{"1":{"id":2}}`, Remark{IDDiffers, "topic", "id", []int{1}}},
		{`"topic":{"x":{}}`, Remark{ObjectWrong, "topic", "", nil}},
		{`"topic":{"1":7}`, Remark{ObjectWrong, "topic", "", []int{1}}},
		{`"topic":[]`, Remark{CollectionUnknown, "topic", "", nil}},
		{`"hologram":{"4":{},"3":{}}`, Remark{CollectionUnknown, "hologram", "", []int{3, 4}}},
		{`"tag":{"4":{}}`, Remark{CollectionNotTaken, "tag", "", []int{4}}},
		{`"topic":{"1":{"title":5}}`, Remark{WrongType, "topic", "title", []int{1}}},
		{`"topic":{"1":{"sparkle":5}}`, Remark{FieldNotTaken, "topic", "sparkle", []int{1}}},
		{`"agenda_item":{"1":{"duration":-5}}`, Remark{WrongValue, "agenda_item", "duration", []int{1}}},
		{`"agenda_item":{"1":{"duration":1.5}}`, Remark{WrongType, "agenda_item", "duration", []int{1}}},
		{`"agenda_item":{"1":{"type":"secret"}}`, Remark{WrongValue, "agenda_item", "type", []int{1}}},
		{`"agenda_item":{"1":{"content_object_id":"topic/9"}}`, Remark{BrokenReference, "agenda_item", "content_object_id", []int{1}}},
		{`"agenda_item":{"1":{"content_object_id":"topic"}}`, Remark{WrongValue, "agenda_item", "content_object_id", []int{1}}},
		{`"agenda_item":{"1":{"parent_id":9}}`, Remark{BrokenReference, "agenda_item", "parent_id", []int{1}}},
		{`"agenda_item":{"1":{"parent_id":1}}`, Remark{AgendaCycle, "agenda_item", "parent_id", []int{1}}},
		{`"agenda_item":{"3":{"parent_id":2},"2":{"parent_id":3},"4":{"parent_id":3}}`, Remark{AgendaCycle, "agenda_item", "parent_id", []int{2}}},
		{`"agenda_item":{"1":{"child_ids":[2]},"2":{}}`, Remark{OneSided, "agenda_item", "parent_id", []int{2}}},
		{`"agenda_item":{"1":{"child_ids":[2]},"2":{"parent_id":3},"3":{}}`, Remark{OneSided, "agenda_item", "child_ids", []int{1}}},
		{`"agenda_item":{"1":{"child_ids":[2]}}`, Remark{BrokenReference, "agenda_item", "child_ids", []int{1}}},
		{`"topic":{"1":{}},"agenda_item":{"1":{"content_object_id":"topic/1"},"2":{"content_object_id":"topic/1"}}`, Remark{ContentTwice, "agenda_item", "content_object_id", []int{2}}},
		{`"motion":{"1":{"state_id":3}}`, Remark{BrokenReference, "motion", "state_id", []int{1}}},
		{`"motion":{"1":{"created":"yesterday"}}`, Remark{WrongValue, "motion", "created", []int{1}}},
		{`"motion":{"1":{"text":"<img src=x>"}}`, Remark{MarkupLost, "motion", "text", []int{1}}},
		{`"motion":{"1":{"amendment_paragraphs":{"x":""}}}`, Remark{WrongValue, "motion", "amendment_paragraphs", []int{1}}},
		{`"motion":{"1":{"origin_id":3}}`, Remark{FieldNotTaken, "motion", "origin_id", []int{1}}},
		{`"user":{"1":{}},"meeting_user":{"1":{"user_id":2}}`, Remark{BrokenReference, "meeting_user", "user_id", []int{1}}},
		{`"user":{"1":{},"2":{}},"meeting_user":{"1":{"user_id":1}}`, Remark{OutsideMeeting, "user", "", []int{2}}},
		{`"user":{"1":{"password":"p"}}`, Remark{FieldSecret, "user", "password", []int{1}}},
		{`"user":{"1":{"email":"a@b.vn"}}`, Remark{FieldNotTaken, "user", "email", []int{1}}},
		{`"speaker":{"5":{}}`, Remark{ObjectNotTaken, "speaker", "", []int{5}}},
		{`"topic":{"1":{}},"list_of_speakers":{"1":{"content_object_id":"topic/1"}},"speaker":{"5":{"list_of_speakers_id":1,"begin_time":9,"end_time":8}}`, Remark{TimeReversed, "speaker", "end_time", []int{5}}},
		{`"poll":{"1":{"votesvalid":"1.0","votesinvalid":"1.0","votescast":"3.0"}}`, Remark{PollSums, "poll", "", []int{1}}},
		{`"user":{"1":{}},"poll":{"1":{"type":"named","pollmethod":"YNA"}},"option":{"1":{"poll_id":1,"yes":"2.000000"}},"vote":{"8":{"option_id":1,"user_id":1,"value":"Y","weight":"1.000000"}}`, Remark{PollSums, "poll", "", []int{1}}},
		{`"poll":{"1":{"votesvalid":"many"}}`, Remark{WrongValue, "poll", "votesvalid", []int{1}}},
		{`"poll":{"1":{"content_object_id":"topic/1"}}`, Remark{BrokenReference, "poll", "content_object_id", []int{1}}},
		{`"user":{"1":{}},"poll":{"1":{"type":"pseudoanonymous"}},"option":{"1":{"poll_id":1}},"vote":{"8":{"option_id":1,"user_id":1}}`, Remark{NameWithheld, "vote", "user_id", []int{8}}},
		{`"poll":{"1":{"crypt_key":"k"}}`, Remark{FieldSecret, "poll", "crypt_key", []int{1}}},
		{`"mediafile":{"1":{"owner_id":"organization/1"}}`, Remark{OutsideMeeting, "mediafile", "", []int{1}}},
		{`"mediafile":{"1":{"owner_id":"meeting/1","blob":"AAAA"}}`, Remark{FieldNotTaken, "mediafile", "blob", []int{1}}},
	} {
		_, remarks := mustRead(t, `{"_migration_index":78,"meeting":{"1":{}},`+row.text+`}`)
		if !said(remarks, row.want.Code, row.want.Collection, row.want.Field, row.want.IDs...) {
			t.Errorf("%s: %v, want %v", row.text, remarks, row.want)
		}
	}
	if _, remarks := mustRead(t, `{"_migration_index":78,"meeting":{"1":{"name":"Kỳ họp"}},"topic":{"1":{"title":"a"}}}`); len(remarks) != 0 {
		t.Errorf("a sound export: %v", remarks)
	}
}

func TestAgendaIsKeptWhole(t *testing.T) {
	var items []string
	for id := 1; id <= 40; id++ {
		items = append(items, fmt.Sprintf(`"%d":{"parent_id":%d}`, id, id-1))
	}
	m, remarks := mustRead(t, `{"meeting":{"1":{}},"agenda_item":{`+strings.Join(items, ",")+`}}`)
	seen, deepest := 0, 0
	var measure func(items []Item, depth int)
	measure = func(items []Item, depth int) {
		for _, item := range items {
			seen, deepest = seen+1, max(deepest, depth)
			measure(item.Children, depth+1)
		}
	}
	measure(m.Agenda, 1)
	if seen != 40 || deepest != MaxDepth || !slices.ContainsFunc(remarks, func(r Remark) bool { return r.Code == AgendaTooDeep && len(r.IDs) == 24 }) {
		t.Errorf("%d items, %d deep: %v", seen, deepest, remarks)
	}
	tail, remarks := mustRead(t, `{"meeting":{"1":{}},"agenda_item":{"1":{"parent_id":3},"2":{"parent_id":3},"3":{"parent_id":2}}}`)
	if len(tail.Agenda) != 1 || tail.Agenda[0].ID != 2 || len(tail.Agenda[0].Children[0].Children) != 1 || !said(remarks, AgendaCycle, "agenda_item", "parent_id", 2) {
		t.Errorf("what only leads to a cycle is no part of it: %+v %v", tail.Agenda, remarks)
	}
	cycle, _ := mustRead(t, `{"meeting":{"1":{}},"agenda_item":{"3":{"parent_id":2},"2":{"parent_id":3},"4":{"parent_id":3}}}`)
	if len(cycle.Agenda) != 1 || cycle.Agenda[0].ID != 2 || cycle.Agenda[0].Children[0].ID != 3 || cycle.Agenda[0].Children[0].Children[0].ID != 4 {
		t.Errorf("cycle: %+v", cycle.Agenda)
	}
}

func TestPeople(t *testing.T) {
	m, _ := mustRead(t, `{"meeting":{"1":{"present_user_ids":[2]}},
		"user":{"1":{"title":"TS.","first_name":"Ha\u0300","last_name":" Nguyễn\u0000  Thị ","default_vote_weight":"2.000000","is_active":false},
			"2":{"username":"tram","is_physical_person":false}},
		"meeting_user":{"11":{"user_id":1,"group_ids":[1],"structure_level":"Tổ 1","vote_delegated_to_id":12},"12":{"user_id":2,"vote_weight":"0.500000","number":"B-2"}},
		"group":{"1":{"name":"Đại biểu"}}}`)
	if len(m.People) != 2 {
		t.Fatalf("%+v", m.People)
	}
	first, second := m.People[0], m.People[1]
	if first.Name != "TS. Hà Nguyễn Thị" || first.LastName != "Nguyễn Thị" || first.Weight != 2*Vote || !first.Inactive || first.Present ||
		!slices.Equal(first.Groups, []string{"Tổ 1"}) || !slices.Equal(first.Roles, []string{"Đại biểu"}) || !slices.Equal(first.DelegatedTo, []int{2}) {
		t.Errorf("%+v", first)
	}
	if second.Name != "tram" || !second.Organization || !second.Present || second.Weight.String() != "0.5" || second.Number != "B-2" || second.Inactive {
		t.Errorf("%+v", second)
	}
	old, _ := mustRead(t, `{"meeting":{"1":{}},"user":{"1":{"first_name":"Lan"}}}`)
	if len(old.People) != 1 || old.People[0].Name != "Lan" || old.People[0].Weight != Unknown {
		t.Errorf("without objects for taking part: %+v", old.People)
	}
}

func TestSpeakers(t *testing.T) {
	m, _ := mustRead(t, `{"meeting":{"1":{}},"user":{"1":{}},"meeting_user":{"11":{"user_id":1}},"topic":{"1":{}},
		"list_of_speakers":{"1":{"content_object_id":"topic/1","closed":true}},
		"structure_level":{"5":{"name":"Tổ 5","default_time":300}},
		"structure_level_list_of_speakers":{"6":{"structure_level_id":5,"list_of_speakers_id":1,"initial_time":300,"additional_time":60,"remaining_time":-12}},
		"point_of_order_category":{"2":{"text":"Về trình tự","rank":1}},
		"speaker":{
			"1":{"list_of_speakers_id":1,"weight":3,"point_of_order":true,"point_of_order_category_id":2},
			"2":{"list_of_speakers_id":1,"weight":2,"meeting_user_id":11,"speech_state":"interposed_question"},
			"3":{"list_of_speakers_id":1,"weight":1,"begin_time":2000,"end_time":2060,"speech_state":"contra","total_pause":5,"structure_level_list_of_speakers_id":6},
			"4":{"list_of_speakers_id":1,"weight":4,"begin_time":1000,"answer":true}}}`)
	list := m.OffAgenda[0].Speakers
	want := &SpeakerList{Closed: true, Budgets: []Budget{{"Tổ 5", 300, 60, -12}}, Speeches: []Speech{
		{ID: 4, Kind: Contribution, BeganAt: 1000_000, Answer: true},
		{ID: 3, Kind: Contra, BeganAt: 2000_000, EndedAt: 2060_000, PausedSeconds: 5, Group: "Tổ 5"},
		{ID: 2, Person: 1, Kind: InterposedQuestion},
		{ID: 1, Kind: Contribution, PointOfOrder: true, OrderCategory: "Về trình tự"},
	}}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("%+v", list)
	}
}

// Some editors write a byte order mark before a text.
func TestByteOrderMark(t *testing.T) {
	if m, remarks := mustRead(t, "\ufeff"+`{"meeting":{"1":{"name":"Kỳ họp"}}}`); m.Name != "Kỳ họp" || len(remarks) != 0 {
		t.Errorf("%+v %v", m, remarks)
	}
}

func TestMotion(t *testing.T) {
	m, _ := mustRead(t, `{"meeting":{"1":{}},"user":{"1":{},"2":{}},"meeting_user":{"11":{"user_id":1},"12":{"user_id":2}},
		"motion":{"1":{"title":"Sửa đổi","reason":"<p>Vì</p>","amendment_paragraphs":{"10":"<p>mười</p>","9":"chín"},"recommendation_id":3,"additional_submitter":"Khách","lead_motion_id":2},"2":{}},
		"motion_state":{"3":{"name":"x","recommendation_label":"Chấp thuận"}},
		"motion_submitter":{"1":{"motion_id":1,"meeting_user_id":11,"weight":2},"2":{"motion_id":1,"meeting_user_id":12,"weight":1},"3":{"motion_id":1,"meeting_user_id":11,"weight":3}},
		"motion_supporter":{"1":{"motion_id":1,"meeting_user_id":12}}}`)
	want := &Motion{Reason: []string{"Vì"}, Amendments: []Paragraph{{9, []string{"chín"}}, {10, []string{"mười"}}}, Recommendation: "Chấp thuận",
		SubmittedBy: "Khách", Submitters: []int{2, 1}, Supporters: []int{2}, Amends: 2}
	if got := m.item(t, Reference{"motion", 1}).Motion; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
