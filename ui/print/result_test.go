package print

import (
	"errors"
	"io"
	"strings"
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
)

func TestResultSaysEverything(t *testing.T) {
	r := result(30, 28, 24, 2, 1, false)
	file := printed(t, func(w io.Writer) error { return press().Result(w, r) })
	text := textOf(t, file)
	wants(t, text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "HỘI ĐỒNG NHÂN DÂN PHƯỜNG TRƯỜNG VINH",
		"/BB-HĐND", "Trường Vinh, ngày 08 tháng 12 năm 2026", "BIÊN BẢN", "Nội dung 5 của chương trình: Kế hoạch đầu tư công năm 2027.",
		"Thông qua dự thảo Nghị quyết về Kế hoạch đầu tư công năm 2027", "Mở lúc 09 giờ 40 phút 00 giây; đóng lúc 09 giờ 41 phút 05 giây, ngày 08/12/2026.",
		"Tổng số đại biểu: 30. Có mặt khi mở biểu quyết: 28; cần có mặt ít nhất 20", "Tỷ lệ trên tổng số đại biểu (30)",
		"Tán thành 24 80,00 %", "Không tán thành 2 6,67 %", "Không biểu quyết 1 3,33 %", "Tổng số phiếu nhận được 27 90,00 %",
		"Có mặt nhưng không gửi phiếu 1 3,33 %", "Vắng mặt 2 6,67 %",
		"Cần 16 phiếu tán thành: quá 1/2 của 30 (tổng số đại biểu); Luật 72/2025/QH15.", "Được thông qua",
		"Nhật ký council/s3, bản ghi số 412.", "THƯ KÝ", "CHỦ TỌA", "Nguyễn Thị Bích Ngọc", "Lê Bá Thành")
	if strings.Contains(text, "Danh sách đại biểu") || strings.Contains(text, "Không được thông qua") {
		t.Error("an open poll shows names, or one that passed says it failed")
	}
	if got := len(pagesOf(t, file)); got != 1 {
		t.Errorf("an ordinary result fills %d pages, want 1", got)
	}
}

func TestResultThatFailed(t *testing.T) {
	file := printed(t, func(w io.Writer) error { return press().Result(w, result(30, 28, 13, 10, 3, false)) })
	wants(t, textOf(t, file), "Không được thông qua, thiếu 3 phiếu")
}

func TestResultInEnglish(t *testing.T) {
	press := Press{Words: assets.LoadWords(assets.English), At: printedAt}
	file := printed(t, func(w io.Writer) error { return press.Result(w, result(30, 28, 15, 1, 0, true)) })
	wants(t, textOf(t, file), "Ballots received 16 53.33 %", "Against: 1 delegate ", "Not passed, 1 vote missing")
}

// Names stand under the choice that each made, in Vietnamese order, and only of a named poll.
func TestNamedResultShowsWhoVotedHow(t *testing.T) {
	r := result(18, 17, 12, 3, 1, true)
	text := textOf(t, printed(t, func(w io.Writer) error { return press().Result(w, r) }))
	at := -1
	for _, section := range []string{"Tán thành: 12 đại biểu", "Không tán thành: 3 đại biểu", "Không biểu quyết: 1 đại biểu", "Không có phiếu: 2 đại biểu"} {
		next := strings.Index(text, section)
		if next <= at {
			t.Fatalf("%q stands at %d, after the section at %d", section, next, at)
		}
		at = next
	}
	list := text[strings.Index(text, "Tán thành: 12 đại biểu"):]
	section := func(name string) int {
		place := strings.Index(list, name)
		if place < 0 {
			t.Fatalf("%q is not on the list", name)
		}
		return strings.Count(list[:place], " đại biểu ")
	}
	for i, deputy := range r.Roster {
		want := map[council.Choice]int{council.Yes: 1, council.No: 2, council.Abstain: 3, "": 4}[r.Choices[deputy.Person]]
		if deputy.Name == "Ya" {
			continue // part of other names
		}
		if got := section(deputy.Name); got != want {
			t.Errorf("deputy %d, %s, stands in section %d, want %d", i, deputy.Name, got, want)
		}
	}
	if strings.Index(list, "Thạch Thị Sô Phia") > strings.Index(list, "Lê Bá Thành") {
		t.Error("Phia must come before Thành: names go by the given name")
	}
}

func TestResultCodeReadsBack(t *testing.T) {
	r := result(30, 28, 24, 2, 1, false)
	file := printed(t, func(w io.Writer) error { return press().Result(w, r) })
	want := "congso:head:council/s3:412:" + r.Log.Head.Hash.String()
	if got := codeIn(t, logOn(pictureOf(t, file, 1))); got != want {
		t.Errorf("the code reads %q, want %q", got, want)
	}
}

func TestFalseResultsAreRefused(t *testing.T) {
	for name, row := range map[string]struct {
		spoil func(*Result)
		code  Code
	}{
		"still running":         {func(r *Result) { r.Poll.State = council.PollStarted }, NotFinished},
		"never opened":          {func(r *Result) { r.Poll.State = council.PollCreated }, NotFinished},
		"counts do not add up":  {func(r *Result) { r.Result.Received++ }, Inconsistent},
		"more votes than heads": {func(r *Result) { r.Result.Present = 20 }, Inconsistent},
		"verdict turned round":  {func(r *Result) { r.Result.Passed = false }, Inconsistent},
		"other majority":        {func(r *Result) { r.Result.Needed = 15 }, Inconsistent},
		"other base":            {func(r *Result) { r.Result.Base = 28 }, Inconsistent},
		"names missing":         {func(r *Result) { r.Choices = nil }, NoNames},
		"one name too few":      {func(r *Result) { delete(r.Choices, "p000") }, Inconsistent},
		"a name of a stranger":  {func(r *Result) { delete(r.Choices, "p000"); r.Choices["stranger"] = council.Yes }, Inconsistent},
		"a choice changed":      {func(r *Result) { r.Choices["p000"] = council.No }, Inconsistent},
	} {
		r := result(30, 28, 24, 2, 1, true)
		row.spoil(&r)
		var refusal Refusal
		if err := press().Result(io.Discard, r); !errors.As(err, &refusal) || refusal.Code != row.code {
			t.Errorf("%s: %v, want refusal %s", name, err, row.code)
		}
	}
}

func TestEveryRefusalHasASentence(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range []Code{NotFinished, Inconsistent, NoNames, Empty, Unknown, PerPage} {
			if !words.Has("print.refused." + string(code)) {
				t.Errorf("%s has no sentence for %s", language, code)
			}
		}
	}
}

func TestResultOfState(t *testing.T) {
	state := council.NewState("s3")
	want := result(30, 28, 24, 2, 1, true)
	want.Poll.ID, want.Poll.Item = "poll", "item"
	state.Session, state.Polls["poll"], state.Results["poll"] = want.Session, want.Poll, want.Result
	state.Items["item"] = council.Item{ID: "item", Order: 1, Title: "Kế hoạch đầu tư công năm 2027"}
	state.Rolls["poll"] = council.Roll{Poll: "poll", Choices: want.Choices}
	for _, deputy := range want.Roster {
		state.Deputies[deputy.Person] = deputy
	}
	got, err := ResultOf(state, council.DefaultRules, "poll", someLog())
	if err != nil {
		t.Fatal(err)
	}
	wants(t, textOf(t, printed(t, func(w io.Writer) error { return press().Result(w, got) })), "Nội dung 1 của chương trình", "Tán thành: 24 đại biểu")

	delete(state.Results, "poll")
	for poll, code := range map[string]Code{"poll": NotFinished, "none": Unknown} {
		var refusal Refusal
		if _, err := ResultOf(state, council.DefaultRules, poll, someLog()); !errors.As(err, &refusal) || refusal.Code != code {
			t.Errorf("%s: %v, want %s", poll, err, code)
		}
	}
}
