package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// files are the contents of a pack that a test makes.
type files map[string]string

// pdf is a small file that passes for a PDF; another text makes other bytes.
func pdf(text string) string { return "%PDF-1.7\n% " + text + "\n%%EOF\n" }

// sessionWith is a session.json of one item, with the members of the session and of the item
// replaced or added.
func sessionWith(session, item map[string]any) string {
	whole := map[string]any{"title": "Kỳ họp thứ Ba", "body": "hdnd", "starts_at": "2026-12-08T07:30:00+07:00", "chair": "d1"}
	maps.Copy(whole, session)
	only := map[string]any{"title": "Kế hoạch đầu tư công", "papers": []any{map[string]any{"file": "papers/a.pdf"}}}
	maps.Copy(only, item)
	return document(map[string]any{"session": whole, "items": []any{only}})
}

func document(members map[string]any) string {
	whole := map[string]any{"format": "congso-session-pack", "version": 1}
	maps.Copy(whole, members)
	text, err := json.Marshal(whole)
	if err != nil {
		panic(err)
	}
	return string(text)
}

const someDelegates = "ref,name,group,position,seat,voting\n" +
	"d1,Nguyễn Thị Ánh,Tổ 1,Chủ tịch,1,1\n" +
	"d2,Trần Văn Đức,Tổ 2,,2,1\n"

// plain is a pack without fault or remark, with more files or others in place of its own.
func plain(more files) files {
	whole := files{
		"session.json":  sessionWith(nil, nil),
		"delegates.csv": someDelegates,
		"papers/a.pdf":  pdf("a"),
	}
	maps.Copy(whole, more)
	return whole
}

// folder writes the files under a new folder and returns its path.
func (f files) folder(t *testing.T) string {
	t.Helper()
	top := filepath.Join(t.TempDir(), "Kỳ họp")
	if err := os.Mkdir(top, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range f {
		at := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return top
}

// zipped packs the files in the order of their names.
func (f files) zipped() []byte {
	var headers []*zip.FileHeader
	for _, name := range slices.Sorted(maps.Keys(f)) {
		headers = append(headers, &zip.FileHeader{Name: name, Method: zip.Deflate})
	}
	return zipOf(headers, func(h *zip.FileHeader) string { return f[h.Name] })
}

func zipOf(headers []*zip.FileHeader, content func(*zip.FileHeader) string) []byte {
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	for _, header := range headers {
		name := *header
		file, err := writer.CreateHeader(header)
		if err == nil {
			_, err = io.WriteString(file, content(&name))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := writer.Close(); err != nil {
		panic(err)
	}
	return packed.Bytes()
}

func (f files) zipFile(t *testing.T) string { return written(t, f.zipped()) }

func written(t *testing.T, packed []byte) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), "Kỳ họp.zip")
	if err := os.WriteFile(at, packed, 0o644); err != nil {
		t.Fatal(err)
	}
	return at
}

// inMemory is a pack of zipped bytes.
func inMemory(packed []byte) *Pack {
	return &Pack{name: "Kỳ họp", source: archive{bytes.NewReader(packed), io.NopCloser(nil), int64(len(packed))}}
}

// numbered gives ids "id-1", "id-2" …
func numbered() func() string {
	count := 0
	return func() string {
		count++
		return fmt.Sprintf("id-%d", count)
	}
}

// readPath opens and reads what lies at a path.
func readPath(t *testing.T, path string, options Options) (Result, error) {
	t.Helper()
	opened, err := Open(path)
	if err != nil {
		return Result{}, err
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	options.NewID = numbered()
	result, err := Read(context.Background(), opened, options)
	if err == nil {
		mustBeAccepted(t, result, options.Rules)
	}
	return result, err
}

// mustBeAccepted judges an import as the room server does, holding the bytes of its papers only.
func mustBeAccepted(t testing.TB, result Result, rules []council.MajorityRule) *council.State {
	t.Helper()
	if rules == nil {
		rules = council.DefaultRules
	}
	held := map[string]bool{}
	for _, paper := range result.Papers {
		held[paper.Hash] = true
	}
	body, err := json.Marshal(result.Import)
	if err != nil {
		t.Fatal(err)
	}
	id := result.Import.Session.ID
	state := council.NewState(id)
	drafts, answer := state.Judge(change.Actor{Mode: "clerk"},
		change.Command{ID: "c", Kind: council.ImportSession, Stream: people.CouncilStream(id), Body: body},
		council.Bench{Rules: rules, HasBlob: func(hash string) bool { return held[hash] }})
	if answer.Outcome != change.Accepted {
		t.Fatalf("the council refuses the import: %s", answer.Code)
	}
	var at change.Head
	for _, draft := range drafts {
		var c change.Change
		c, at = at.Append(draft, 1, 1)
		if err := state.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	return state
}

// short is a remark without its details: code, path, line and column, place.
func short(r Remark) string {
	r.Detail = nil
	return r.String()
}

func shorts(remarks []Remark) []string {
	texts := make([]string, len(remarks))
	for i, r := range remarks {
		texts[i] = short(r)
	}
	return texts
}

// faultsOf returns the refusal that an error is.
func faultsOf(t testing.TB, err error) *Error {
	t.Helper()
	var refused *Error
	if !errors.As(err, &refused) {
		t.Fatalf("not a refusal: %v", err)
	}
	if refused.Code != refused.Faults[0].Code {
		t.Errorf("code %s is not that of the first fault %s", refused.Code, refused.Faults[0].Code)
	}
	return refused
}

func sameLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwant:\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
