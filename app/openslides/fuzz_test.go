package openslides

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// FuzzRead: any bytes give a meeting or an *Error, and a meeting whose references lead somewhere.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"meeting":{"1":{}},"agenda_item":{"1":{"parent_id":2},"2":{"parent_id":1,"child_ids":[1,1,7]}}}`))
	f.Add([]byte(`{"meeting":{"1":{"present_user_ids":[1]}},"user":{"1":{}},"meeting_user":{"2":{"user_id":1,"vote_delegated_to_ids":[2]}}}`))
	f.Add([]byte(`{"meeting":{"1":{}},"motion":{"1":{"lead_motion_id":1,"amendment_paragraphs":{"0":"<p>"}}},"poll":{"1":{"content_object_id":"motion/1","config_id":"poll_config_selection/1","result":"{\"1\":{}}"}}}`))
	f.Add([]byte(`{"meeting":{"1":{}},"poll":{"1":{"global_option_id":1,"option_ids":[1]}},"option":{"1":{"poll_id":1,"content_object_id":"poll_candidate_list/1"}},"poll_candidate_list":{"1":{}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, remarks, err := Read(bytes.NewReader(data), Options{})
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) || !slices.Contains(ErrorCodes, refused.Code) {
				t.Fatalf("an error without a code: %v", err)
			}
			return
		}
		for _, remark := range remarks {
			if !slices.Contains(RemarkCodes, remark.Code) {
				t.Errorf("an unlisted code: %v", remark)
			}
		}
		people := map[int]bool{0: true}
		for _, p := range m.People {
			people[p.ID] = true
		}
		ids := map[int]bool{}
		walk(m.Agenda, func(item Item) {
			if ids[item.ID] {
				t.Errorf("item %d stands twice", item.ID)
			}
			ids[item.ID] = true
			if item.Speakers != nil {
				for _, s := range item.Speakers.Speeches {
					if !people[s.Person] {
						t.Errorf("speech of %d, who is nobody", s.Person)
					}
				}
			}
		})
	})
}

// crowd is an export of many people and items.
func crowd(people, items int) string {
	var text strings.Builder
	text.WriteString(`{"_migration_index":78,"meeting":{"1":{"name":"Kỳ họp"}}`)
	collection := func(name string, count int, object func(id int) string) {
		fmt.Fprintf(&text, `,%q:{`, name)
		for id := 1; id <= count; id++ {
			if id > 1 {
				text.WriteByte(',')
			}
			fmt.Fprintf(&text, `"%d":{"id":%d,%s}`, id, id, object(id))
		}
		text.WriteByte('}')
	}
	collection("user", people, func(id int) string { return fmt.Sprintf(`"first_name":"Bình","last_name":"Đại biểu %d"`, id) })
	collection("meeting_user", people, func(id int) string { return fmt.Sprintf(`"meeting_id":1,"user_id":%d`, id) })
	collection("topic", items, func(id int) string {
		return fmt.Sprintf(`"meeting_id":1,"title":"Nội dung %d","text":"<p>Một</p><p>Hai</p>"`, id)
	})
	collection("agenda_item", items, func(id int) string {
		return fmt.Sprintf(`"meeting_id":1,"content_object_id":"topic/%d","weight":%d,"parent_id":%d`, id, items-id, id/10)
	})
	collection("list_of_speakers", items, func(id int) string { return fmt.Sprintf(`"meeting_id":1,"content_object_id":"topic/%d"`, id) })
	collection("poll", items, func(id int) string {
		return fmt.Sprintf(`"meeting_id":1,"content_object_id":"topic/%d","type":"named","pollmethod":"YNA","state":"published"`, id)
	})
	collection("option", items, func(id int) string {
		return fmt.Sprintf(`"meeting_id":1,"poll_id":%d,"yes":"%d.000000"`, id, people/10)
	})
	collection("vote", items*people/10, func(id int) string {
		return fmt.Sprintf(`"meeting_id":1,"option_id":%d,"user_id":%d,"value":"Y","weight":"1.000000"`, (id-1)%items+1, (id-1)%people+1)
	})
	text.WriteByte('}')
	return text.String()
}

// 500 people and 627 items are read with nothing remarked, in the second that the import may take.
func TestManyPeopleAndItems(t *testing.T) {
	text := crowd(500, 627)
	began := time.Now()
	m, remarks := mustRead(t, text)
	took := time.Since(began)
	items, polls, ballots := 0, 0, 0
	walk(m.Agenda, func(item Item) {
		items, polls = items+1, polls+len(item.Polls)
		for _, poll := range item.Polls {
			ballots += len(poll.Options[0].Votes)
		}
	})
	if len(m.People) != 500 || items != 627 || polls != 627 || ballots != 627*50 || len(remarks) != 0 {
		t.Errorf("%d people, %d items, %d polls, %d ballots, %v", len(m.People), items, polls, ballots, remarks)
	}
	if m.Agenda[0].ID != 9 || m.Agenda[0].Children[0].ID != 99 {
		t.Errorf("order: %d, %d", m.Agenda[0].ID, m.Agenda[0].Children[0].ID)
	}
	t.Logf("%d bytes in %v", len(text), took)
}

// An export of just as many bytes as may be is read, one more is refused for its length.
func TestLongExport(t *testing.T) {
	const text = `{"meeting":{"1":{"name":"Kỳ họp"}}}`
	for most, code := range map[int64]string{int64(len(text)): "", int64(len(text)) - 1: TooLarge, 10: TooLarge} {
		r := &reader{objects: map[string]map[int]*object{}, found: map[remarkKey]map[int]bool{}}
		err := r.load(strings.NewReader(text), most)
		var refused *Error
		if errors.As(err, &refused) != (code != "") || refused != nil && refused.Code != code {
			t.Errorf("%d bytes: %v", most, err)
		}
	}
}

// An export that never ends is refused in bounded memory.
func TestEndlessExport(t *testing.T) {
	var refused *Error
	if _, _, err := Read(&endless{start: `{"tag":{`}, Options{}); !errors.As(err, &refused) || refused.Code != TooLarge {
		t.Errorf("endless objects: %v", err)
	}
}

// endless goes on writing objects.
type endless struct {
	start string
	next  int
	rest  []byte
}

func (e *endless) Read(into []byte) (int, error) {
	if len(e.rest) == 0 {
		e.rest = []byte(e.start)
		e.start = ""
		if len(e.rest) == 0 {
			e.next++
			e.rest = fmt.Appendf(nil, `"%d":{},`, e.next)
			if e.next == 1 {
				e.rest = []byte(`"1":{},`)
			}
		}
	}
	n := copy(into, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}
