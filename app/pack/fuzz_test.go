package pack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// narrow limits make the limits themselves reachable by small input.
var narrow = Limits{Files: 200, File: 1 << 20, Total: 4 << 20, Ratio: 50}

// readable holds what is promised of whatever bytes come: an honest refusal or a session that the
// council takes, and nothing of a refused pack is given out.
func readable(t *testing.T, opened *Pack, limits Limits) (Result, error) {
	t.Helper()
	result, err := Read(context.Background(), opened, Options{NewID: numbered(), Limits: limits})
	if err != nil {
		refused := faultsOf(t, err)
		if result.Papers != nil || result.Persons != nil || result.Remarks != nil {
			t.Error("something of a refused pack was given out")
		}
		for _, fault := range refused.Faults {
			if fault.Code == NotAccepted {
				t.Errorf("the council knows a rule that the reader does not: %s", fault)
			}
		}
		return result, err
	}
	state := mustBeAccepted(t, result, nil)
	if len(result.Papers) != len(state.Documents) || len(result.Persons) != len(state.Deputies) {
		t.Errorf("%d papers for %d documents, %d persons for %d deputies", len(result.Papers), len(state.Documents), len(result.Persons), len(state.Deputies))
	}
	for i, paper := range result.Papers {
		if document := result.Import.Documents[i]; paper.DocumentID != document.ID || paper.Hash != document.Blob || paper.Size != document.Size {
			t.Errorf("paper %d is not that of document %d", i, i)
		}
		if _, safe := inside(paper.Path); !safe {
			t.Errorf("a paper from outside the pack: %q", paper.Path)
		}
		room := &taker{}
		if err := room.store(context.Background(), paper); err != nil {
			t.Error(err)
		}
	}
	return result, nil
}

func FuzzZip(f *testing.F) {
	f.Add(plain(nil).zipped())
	f.Add(files{"Tài liệu/2. Tờ_trình.pdf": pdf("2"), "Tài liệu/b/x.pdf": pdf("x")}.zipped())
	f.Add(plain(files{"../x.pdf": "", "old.zip": "x"}).zipped())
	f.Add(damaged())
	f.Add(lying(1))
	f.Add(twice())
	f.Add(crowded(20))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, packed []byte) {
		_, _ = readable(t, inMemory(packed), narrow) // what comes of it is held inside
	})
}

func FuzzSessionText(f *testing.F) {
	f.Add([]byte(sessionWith(nil, nil)))
	f.Add([]byte(schemaBreaker))
	f.Add([]byte("{\n  \"format\": \"congso-session-pack\",\n  \"đại\": x\n}"))
	f.Add([]byte("\xEF\xBB\xBF[{\"a\":1e9,\"a\":[[]]}]"))
	f.Add([]byte(sessionWith(map[string]any{"starts_at": "2026-02-30T25:00:00Z", "total": 2.0}, nil)))
	f.Fuzz(func(t *testing.T, text []byte) {
		found := &notes{}
		session := parseSession(text, found)
		if (session == nil) != (len(found.faults) > 0) {
			t.Fatalf("session %v with %d faults", session, len(found.faults))
		}
		lines := strings.Count(string(text), "\n") + 1
		for _, fault := range found.faults {
			if fault.Line < 0 || fault.Line > lines || fault.Path != sessionFile {
				t.Errorf("%s in a text of %d lines", fault, lines)
			}
			if fault.Line == 0 && fault.Code != FormatUnknown && fault.Code != VersionUnknown {
				t.Errorf("%s does not say its line", fault)
			}
		}
		if session != nil {
			again, err := json.Marshal(session)
			if err != nil || session.Session.Title == "" || council.Body(session.Session.Body) == "" {
				t.Errorf("%s %v", again, err)
			}
		}
		whole := plain(nil)
		whole["session.json"] = string(text)
		if _, err := readable(t, inMemory(whole.zipped()), narrow); (err != nil) && session != nil {
			for _, fault := range faultsOf(t, err).Faults {
				if fault.Code != FileMissing && fault.Code != PathUnsafe && fault.Code != PaperNotPDF {
					t.Errorf("a sound session.json is refused for %s", fault)
				}
			}
		}
	})
}

func FuzzDelegates(f *testing.F) {
	f.Add([]byte(someDelegates))
	f.Add([]byte("\xEF\xBB\xBFsep=;\r\nHọ và tên;Tổ;Ghế\r\n\"Nguyễn\nVăn A\";1;1\r\n"))
	f.Add([]byte("name\n\"A\nB\n\xff\n,\n"))
	f.Add([]byte("name,voting,seat\nA,x,1\nB,,1\nA,x,1\nA,x,2\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<16 {
			return // longer texts show nothing new and take long
		}
		found := &notes{}
		rows := parseDelegates(withoutMark(text), found)
		lines := linesOf(withoutMark(text))
		before := 0
		for _, row := range rows {
			name := row.cells[nameColumn]
			if row.line <= before || row.line > len(lines) || name == "" || name != people.Clean(name) || tooLong(name) {
				t.Errorf("line %d after %d of %d: %q", row.line, before, len(lines), name)
			}
			before = row.line
		}
		for _, r := range slices.Concat(found.faults, found.remarks) {
			if r.Line < 0 || r.Line > len(lines) || r.Path != delegatesFile {
				t.Errorf("%s in a list of %d lines", r, len(lines))
			}
		}
		whole := plain(nil)
		whole["delegates.csv"] = string(text)
		result, err := readable(t, inMemory(whole.zipped()), narrow)
		if err == nil && len(result.Persons) > len(rows) {
			t.Errorf("%d persons of %d rows", len(result.Persons), len(rows))
		}
	})
}
