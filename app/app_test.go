package app

import (
	"bytes"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
)

func TestSizesAreRead(t *testing.T) {
	for text, want := range map[string]fyne.Size{"": {}, "1280x800": {Width: 1280, Height: 800}} {
		if got, err := parseSize(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"1280", "x", "0x0", "100x100", "-1280x800", "99999x99999", "1280x800x2", "1280×800"} {
		if got, err := parseSize(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestWrongCommandLineIsRefused(t *testing.T) {
	words := assets.LoadWords(assets.Vietnamese)
	var said bytes.Buffer
	if _, err := parseOptions(words, "delegate", []string{"--size", "small"}, &said); err == nil || said.Len() == 0 {
		t.Errorf("error %v, said %q", err, said.String())
	}
	if o, err := parseOptions(words, "clerk", []string{"--language", "en", "--loopback"}, &said); err != nil || o.language != assets.English || !o.loopback {
		t.Errorf("%+v, %v", o, err)
	}
	if status := Main([]string{"fly"}); status != 2 {
		t.Errorf("an unknown command ends with %d", status)
	}
}

func TestWindowsGetTheLongestNames(t *testing.T) {
	session := council.Import{Session: council.Session{Chair: "chair"}, Polls: []council.PollDraft{{Item: "i2"}}, Items: []council.Item{{ID: "i1"}, {ID: "i2"}}}
	for _, one := range []struct {
		id, name string
		voting   bool
	}{
		{"chair", "Nguyễn Thị Phương Thảo Nguyên Khánh Linh", true}, {"a", "Lò Văn Pẩn", true}, {"b", "Lê Hoàng Hiệp Phạm Thị Minh Khuê", true},
		{"c", "Ksor H’Blăm Êban Mlô", true}, {"guest", "Một vị khách có tên rất dài trong danh sách", false},
	} {
		session.Deputies = append(session.Deputies, council.Deputy{Person: one.id, Name: one.name, Voting: one.voting})
	}
	windows, virtual := seats(session)
	if got := fmt.Sprint(windows, virtual); got != "[b c] [chair a]" {
		t.Errorf("seats %s", got)
	}
	if item := firstToVoteOn(session); item != "i2" {
		t.Errorf("first to vote on is %q", item)
	}
}
