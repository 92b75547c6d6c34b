package openslides

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// example returns OpenSlides' own example data.
func example(t testing.TB) []byte {
	t.Helper()
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(folder, "council", "openslides-example-data.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("shared data absent: ", folder)
	} else if err != nil {
		t.Fatal(err)
	}
	return data
}

func mustRead(t testing.TB, text string) (Meeting, []Remark) {
	t.Helper()
	m, remarks, err := Read(strings.NewReader(text), Options{})
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return m, remarks
}

// walk visits all items of a meeting.
func walk(items []Item, visit func(Item)) {
	for _, item := range items {
		visit(item)
		walk(item.Children, visit)
	}
}

func (m Meeting) item(t testing.TB, content Reference) Item {
	t.Helper()
	var found []Item
	walk(slices.Concat(m.Agenda, m.OffAgenda), func(item Item) {
		if item.Content == content && item.Kind != LostItem {
			found = append(found, item)
		}
	})
	if len(found) != 1 {
		t.Fatalf("%d items about %v", len(found), content)
	}
	return found[0]
}

func said(remarks []Remark, code, collection, field string, ids ...int) bool {
	return slices.ContainsFunc(remarks, func(r Remark) bool {
		return r.Code == code && r.Collection == collection && r.Field == field && slices.Equal(r.IDs, ids)
	})
}

func TestExampleData(t *testing.T) {
	m, remarks, err := Read(bytes.NewReader(example(t)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if m.Name != "OpenSlides Demo" || m.Description != "Presentation and assembly system" || m.StartsAt != 1321006271000 || m.EndsAt != 0 {
		t.Errorf("meeting: %q %q %d %d", m.Name, m.Description, m.StartsAt, m.EndsAt)
	}
	if !said(remarks, TimeReversed, "meeting", "end_time", 1) {
		t.Error("the meeting ends before it begins, and nobody says so")
	}
	if m.Numbering != (Numbering{Automatic: true, Prefix: "TOP"}) {
		t.Errorf("numbering: %+v", m.Numbering)
	}
	if len(m.People) != 3 || m.People[0].Name != "Administrator" || !m.People[0].Present || m.People[1].Present ||
		!slices.Equal(m.People[0].Roles, []string{"Admin"}) || !slices.Equal(m.People[2].Groups, []string{"Test structure level b"}) ||
		m.People[1].Number != "12345-67891" || m.People[0].Weight != Vote {
		t.Errorf("people: %+v", m.People)
	}
	if len(m.Roles) != 5 || !m.Roles[0].Default || !m.Roles[1].Administers || m.Roles[4].Name != "Delegates" || len(m.Roles[4].Permissions) != 12 {
		t.Errorf("roles: %+v", m.Roles)
	}

	kinds, visibilities, speeches, polls, top := map[string]int{}, map[string]int{}, 0, 0, []int(nil)
	walk(m.Agenda, func(item Item) {
		kinds[item.Kind]++
		visibilities[item.Visibility]++
		if item.Speakers != nil {
			speeches += len(item.Speakers.Speeches)
		}
		polls += len(item.Polls)
	})
	for _, item := range m.Agenda {
		top = append(top, item.ID)
	}
	if kinds[TopicItem] != 8 || kinds[MotionItem] != 4 || kinds[ElectionItem] != 2 || kinds[BlockItem] != 1 || speeches != 13 || polls != 5 {
		t.Errorf("%v, %d speeches, %d polls", kinds, speeches, polls)
	}
	if visibilities[CommonItem] != 6 || visibilities[InternalItem] != 8 || visibilities[HiddenItem] != 1 {
		t.Errorf("visibilities: %v", visibilities)
	}
	if !slices.Equal(top, []int{3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 11, 12, 13, 15}) || len(m.Agenda[0].Children) != 1 || m.Agenda[0].Children[0].ID != 14 {
		t.Errorf("agenda: %v", top)
	}
	if len(m.OffAgenda) != 0 || len(m.Polls) != 0 || len(m.Files) != 1 || m.Files[0].Name != "logos" || !m.Files[0].Folder {
		t.Errorf("off the agenda %d, loose polls %d, files %+v", len(m.OffAgenda), len(m.Polls), m.Files)
	}

	amendment := m.item(t, Reference{"motion", 2})
	if amendment.Motion.Amends != 1 || amendment.Title != "Änderungsantrag zu 1" || !slices.Equal(amendment.Text, []string{"lömk"}) ||
		amendment.Motion.State != "submitted" || amendment.Motion.StateText != "regeer" {
		t.Errorf("amendment: %+v %+v", amendment, amendment.Motion)
	}
	complex := m.item(t, Reference{"motion", 4})
	if len(complex.Text) != 4 || complex.Motion.Block != 1 || !slices.Equal(complex.Motion.Submitters, []int{1}) {
		t.Errorf("motion: %q %+v", complex.Text, complex.Motion)
	}
	if motion := m.item(t, Reference{"motion", 1}); motion.Motion.Comments[0].Section != "Neu" || motion.Motion.Category != "B – Bildung" ||
		motion.Motion.CreatedAt != 1320930000000 || !strings.HasPrefix(motion.Text[0], "– Lorem") {
		t.Errorf("motion: %+v", motion.Motion)
	}
	speeches13 := m.item(t, Reference{"motion", 1}).Speakers.Speeches
	if len(speeches13) != 3 || speeches13[0].ID != 11 || speeches13[0].Person != 2 || speeches13[0].EndedAt-speeches13[0].BeganAt != 600_000 || speeches13[1].ID != 12 {
		t.Errorf("speeches: %+v", speeches13)
	}
	if waiting := m.item(t, Reference{"topic", 1}).Speakers.Speeches; waiting[0].Person != 2 || waiting[1].Person != 1 {
		t.Errorf("waiting: %+v", waiting)
	}

	election := m.item(t, Reference{"assignment", 1})
	if election.Election.Posts != 1 || election.Election.Phase != "voting" || !slices.Equal(election.Election.Candidates, []int{1, 3, 2}) || len(election.Polls) != 2 {
		t.Fatalf("election: %+v", election.Election)
	}
	counted := election.Polls[1]
	if counted.Openness != ByHand || counted.Method != "Y" || counted.Base != "Y" || counted.State != Finished || counted.Cast != 16*Vote ||
		len(counted.Options) != 3 || counted.Options[1].Person != 3 || counted.Options[1].Yes != 7*Vote || counted.Global.No != 2*Vote || !counted.GlobalNo || counted.GlobalYes {
		t.Errorf("poll: %+v", counted)
	}
	named := m.item(t, Reference{"assignment", 2}).Polls[0]
	if named.Openness != ByName || !slices.Equal(named.Voted, []int{1}) || !slices.Equal(named.EntitledRoles, []string{"Admin"}) ||
		!slices.Equal(named.Options[1].Votes, []Ballot{{Person: 1, Choice: "Y", Weight: Vote}}) {
		t.Errorf("named poll: %+v", named)
	}
	if !said(remarks, PollSums, "poll", "", 1, 4) {
		t.Error("polls 1 and 4 do not add up, and nobody says so")
	}
	for _, collection := range []string{"tag", "chat_group", "projector", "projection", "theme", "organization", "personal_note", "motion_workflow", "motion_change_recommendation"} {
		if !slices.ContainsFunc(remarks, func(r Remark) bool { return r.Code == CollectionNotTaken && r.Collection == collection }) {
			t.Errorf("nobody says that %s was not taken", collection)
		}
	}
	if !said(remarks, FieldSecret, "user", "password", 1, 2, 3) || !said(remarks, SettingNotTaken, "meeting", "motions_preamble", 1) {
		t.Error("secrets or settings are dropped silently")
	}
	for _, remark := range remarks {
		switch remark.Code {
		case WrongType, WrongValue, BrokenReference, OneSided, DuplicateID, IDDiffers, ObjectWrong, CollectionUnknown, ObjectNotTaken:
			t.Errorf("sound data has a fault: %v", remark)
		}
	}
}

// Whatever text stands in the example is in the meeting, or its object, field or collection is remarked.
func TestNothingOfTheExampleIsDroppedSilently(t *testing.T) {
	data := example(t)
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	before, remarks, err := Read(bytes.NewReader(data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]bool{}
	for collection, raw := range all {
		var objects map[string]map[string]any
		if json.Unmarshal(raw, &objects) != nil {
			continue
		}
		for key, fields := range objects {
			for field, value := range fields {
				text, isText := value.(string)
				if !isText || len(text) < 3 || checked[collection+"."+field] {
					continue
				}
				// The same export with another word in this one place comes to something else, or is remarked.
				changed := map[string]any{}
				for name, other := range all {
					changed[name] = other
				}
				others := map[string]map[string]any{}
				for k, v := range objects {
					others[k] = v
				}
				one := map[string]any{}
				for k, v := range fields {
					one[k] = v
				}
				one[field] = "<p>Khác hẳn</p>"
				others[key] = one
				changed[collection] = others
				encoded, err := json.Marshal(changed)
				if err != nil {
					t.Fatal(err)
				}
				after, remarksAfter, err := Read(bytes.NewReader(encoded), Options{})
				if err != nil {
					t.Fatal(err)
				}
				checked[collection+"."+field] = true
				remarked := slices.ContainsFunc(remarks, func(r Remark) bool {
					return r.Collection == collection && (r.Field == field || r.Field == "" && r.Code != PollSums)
				})
				same, _ := json.Marshal(before)
				other, _ := json.Marshal(after)
				if !remarked && bytes.Equal(same, other) && len(remarks) == len(remarksAfter) && !slices.Contains([]string{"text_hash", "diff_version"}, field) &&
					!(collection == "motion_state" || collection == "motion_category" || field == "owner_id") {
					t.Errorf("%s/%s.%s is dropped silently", collection, key, field)
				}
			}
		}
	}
	if len(checked) < 100 {
		t.Errorf("only %d texts", len(checked))
	}
}
