package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/assets"
)

// anOffice is a folder with a room, and a person at the command line.
type anOffice struct {
	t    *testing.T
	data string
}

func newOffice(t *testing.T) *anOffice {
	t.Helper()
	o := &anOffice{t, filepath.Join(t.TempDir(), "data")}
	a, err := room.Administer(t.Context(), room.Config{Folder: o.data, Name: "Phòng họp A", Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	stream := people.CouncilStream("s1")
	session := council.Import{Session: council.Session{ID: "s1", Title: "Kỳ họp thứ Ba", Office: "HĐND phường", Body: council.PeoplesCouncil}}
	if err := submitTo(t.Context(), a, stream, council.ImportSession, session, nil); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{council.OpenSession, council.CloseSession} {
		if err := submitTo(t.Context(), a, stream, kind, struct{}{}, nil); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// says runs a command in a language, with what the person writes, and returns its exit code and words.
func (o *anOffice) says(language assets.Language, written string, arguments ...string) (int, string) {
	o.t.Helper()
	var out bytes.Buffer
	p := program{words: assets.LoadWords(language), in: strings.NewReader(written), out: &out, failed: &out, logger: slog.New(slog.DiscardHandler)}
	code := run(context.Background(), p, arguments)
	return code, out.String()
}

// unsaid finds keys without words and places that were not filled.
var unsaid = regexp.MustCompile(`\bserver\.[a-z]|\{[a-z_]+\}`)

// expect fails unless the command ends with code and says every text.
func (o *anOffice) expect(code int, language assets.Language, written string, arguments []string, texts ...string) {
	o.t.Helper()
	got, said := o.says(language, written, arguments...)
	if got != code {
		o.t.Fatalf("%v: exit %d, want %d: %s", arguments, got, code, said)
	}
	for _, text := range texts {
		if !strings.Contains(said, text) {
			o.t.Errorf("%v says nothing of %q: %s", arguments, text, said)
		}
	}
	if unsaid.MatchString(said) {
		o.t.Errorf("%v: words are missing: %s", arguments, said)
	}
}

func TestBackupAndRestoreByHand(t *testing.T) {
	o := newOffice(t)
	place := t.TempDir()
	backup, back := filepath.Join(place, "sao lưu"), filepath.Join(place, "khôi phục")
	o.expect(0, assets.Vietnamese, "", []string{"backup", backup, "--data", o.data}, "Đã sao lưu phòng họp “Phòng họp A”", "cất giữ như máy chủ")
	o.expect(0, assets.English, "", []string{"backup", "--data", o.data, backup}, "Backed up the room “Phòng họp A”", "keep it as you keep the server")
	o.expect(0, assets.Vietnamese, "", []string{"verify", backup}, "Bản sao lưu nguyên vẹn", "council/s1\t3")
	o.expect(0, assets.Vietnamese, "", []string{"verify", "--data", o.data}, "council/s1\t3")
	o.expect(0, assets.Vietnamese, "", []string{"verify", o.data}, "council/s1\t3")

	for _, answer := range []string{"", "không\n", "yes\n"} {
		o.expect(2, assets.Vietnamese, answer, []string{"restore", backup, "--data", back}, "Viết “có”", "Chưa khôi phục gì")
	}
	if _, err := os.Stat(back); err == nil {
		t.Fatal("restored without a word")
	}
	o.expect(0, assets.Vietnamese, "Có\n", []string{"restore", backup, "--data", back}, "Máy chủ cũ không được chạy tiếp", "Đã khôi phục")
	o.expect(0, assets.English, "", []string{"verify", "--data", back}, "council/s1\t3")
	o.expect(1, assets.Vietnamese, "", []string{"restore", backup, "--data", back, "--yes"}, "không trống", "chưa có gì bị đụng đến")
	o.expect(0, assets.English, "", []string{"restore", "--yes", "--data", back + "2", backup}, "Restored the room")

	o.expect(1, assets.Vietnamese, "", []string{"restore", place, "--data", back + "3", "--yes"}, "không phải là bản sao lưu")
	o.expect(1, assets.English, "", []string{"backup", place, "--data", o.data}, "is not empty")
	o.expect(1, assets.English, "", []string{"backup", back + "4", "--data", place}, "no room's data")
	o.expect(1, assets.Vietnamese, "", []string{"verify", filepath.Join(place, "nothing")}, "Không có gì tên là")
	o.expect(2, assets.Vietnamese, "", []string{"backup", "--data", o.data}, "congso-server backup")
	o.expect(2, assets.Vietnamese, "", []string{"backup", "--data", o.data, "a", "b"}, "congso-server backup")

	manifest := filepath.Join(backup, "backup.json")
	data, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	for text, with := range map[string]string{"đã bị thay đổi hoặc hỏng": `"papers": 1`, "phiên bản Công Sở mới hơn": ""} {
		altered := strings.Replace(string(data), `"papers": 0`, with, 1)
		if with == "" {
			altered = strings.Replace(string(data), `"format": 1`, `"format": 9`, 1)
		}
		if err := os.WriteFile(manifest, []byte(altered), 0o600); err != nil {
			t.Fatal(err)
		}
		o.expect(1, assets.Vietnamese, "", []string{"restore", backup, "--data", back + "5", "--yes"}, text)
	}
}

func TestArchiveByHand(t *testing.T) {
	o := newOffice(t)
	o.expect(1, assets.English, "", []string{"archive", "--data", o.data, "--session", "s9"}, "no session with the id s9")
	o.expect(0, assets.Vietnamese, "", []string{"archive", "--data", o.data}, "Đã lưu trữ: ")
	o.expect(0, assets.Vietnamese, "", []string{"archive", "--data", o.data}, "đều đã có tệp lưu trữ")
	o.expect(1, assets.Vietnamese, "", []string{"archive", "--data", o.data, "--session", "s1"}, "đã được lưu trữ")
	files, err := filepath.Glob(filepath.Join(o.data, "archive", "*.congso"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	o.expect(0, assets.Vietnamese, "", []string{"verify", files[0]}, "nguyên vẹn", "Kỳ họp thứ Ba", "HĐND phường", "Phòng họp A", "3 dòng sổ")
	if err := os.Truncate(files[0], 4000); err != nil {
		t.Fatal(err)
	}
	o.expect(1, assets.English, "", []string{"verify", files[0]}, "is not the archive of a session")
}
