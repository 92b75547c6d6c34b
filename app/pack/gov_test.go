package pack

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"congso.vn/congso/app/council"
)

// sharedPapers are real documents of governments; the test is skipped where they are absent.
func sharedPapers(t *testing.T) []string {
	t.Helper()
	data := os.Getenv("CONGSO_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	found, err := filepath.Glob(filepath.Join(data, "documents", "gov-*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Skip("shared data absent: ", data)
	}
	return found
}

// A session of real papers comes in whole: every byte, in the agenda's order, without a remark.
func TestRealPapers(t *testing.T) {
	found := sharedPapers(t)
	top := filepath.Join(t.TempDir(), "Kỳ họp thứ Ba")
	if err := os.MkdirAll(filepath.Join(top, "papers"), 0o755); err != nil {
		t.Fatal(err)
	}
	var items []any
	for i, at := range found {
		data, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(at)
		if err := os.WriteFile(filepath.Join(top, "papers", name), data, 0o644); err != nil {
			t.Fatal(err)
		}
		items = append(items, map[string]any{"ref": fmt.Sprint(i + 1), "title": fmt.Sprintf("Nội dung %d", i+1), "minutes": 15,
			"papers": []any{map[string]any{"file": "papers/" + name}},
			"polls":  []any{map[string]any{"question": "Thông qua?", "rule": "hdnd.majority"}}})
	}
	session := document(map[string]any{"items": items, "session": map[string]any{"title": "Kỳ họp thứ Ba", "body": "hdnd",
		"starts_at": "2026-12-08T07:30:00+07:00", "chair": "Nguyễn Thị Ánh"}})
	for name, text := range map[string]string{"session.json": session, "delegates.csv": someDelegates} {
		if err := os.WriteFile(filepath.Join(top, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	room := &taker{}
	result, err := Take(context.Background(), top, Options{NewID: numbered()}, room.store, room.submit)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "remarks", shorts(result.Remarks), nil)
	if len(result.Papers) != len(found) || len(room.blobs) != len(found) {
		t.Fatalf("%d papers, %d stored, of %d", len(result.Papers), len(room.blobs), len(found))
	}
	state := mustBeAccepted(t, result, nil)
	if agenda := state.Agenda(); len(agenda) != len(found) || agenda[0].Title != "Nội dung 1" || agenda[0].State != council.ItemComing {
		t.Errorf("agenda %+v", agenda)
	}
	for i, item := range state.Agenda() {
		documents := state.Papers(item.ID)
		info, err := os.Stat(found[i])
		if err != nil {
			t.Fatal(err)
		}
		if len(documents) != 1 || documents[0].Size != info.Size() || len(state.PollsOf(item.ID)) != 1 {
			text, _ := json.Marshal(documents) // for the message only
			t.Errorf("item %d: %s", i+1, text)
		}
	}
}
