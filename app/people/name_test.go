package people

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// By given name first, letters in the order of the alphabet (a ă â … d đ … o ô ơ … u ư), tones in
// the order ngang, huyền, hỏi, ngã, sắc, nặng; then by the whole name.
func TestSortByName(t *testing.T) {
	for name, want := range map[string][]string{
		"given names":      {"Nguyễn Văn An", "Nguyễn Văn Anh", "Lê Thị Ánh", "Võ Hoài Ân", "Trần Ba", "Đỗ Cúc"},
		"d before đ":       {"Lê Văn Dung", "Lê Văn Duyên", "Lê Văn Đan", "Lê Văn Đức", "Lê Văn Em"},
		"tones":            {"Lê Ba", "Lê Bà", "Lê Bả", "Lê Bã", "Lê Bá", "Lê Bạ", "Lê Bác"},
		"letters":          {"Lê A", "Lê Ă", "Lê Â", "Lê Be", "Lê Bê", "Lê Bo", "Lê Bô", "Lê Bơ", "Lê Bu", "Lê Bư"},
		"family names":     {"Lê Thị An", "Nguyễn Văn An", "Trần Thị An"},
		"a name by itself": {"An", "Nguyễn Văn An", "Bình"},
		"no name":          {"", "Nguyễn Văn An"},
		"cases":            {"nguyễn văn an", "Nguyễn Văn Anh", "NGUYỄN VĂN BA"},
	} {
		mixed := slices.Clone(want)
		slices.Reverse(mixed)
		SortByName(mixed, func(s string) string { return s })
		if !slices.Equal(mixed, want) {
			t.Errorf("%s: %q, want %q", name, mixed, want)
		}
	}
}

// Of equal names the one that came first stays first, and nothing is lost.
func TestSortByNameIsStable(t *testing.T) {
	type entry struct {
		name  string
		place int
	}
	rapid.Check(t, func(t *rapid.T) {
		var entries []entry
		for i, name := range rapid.SliceOf(rapid.SampledFrom([]string{"An", "Lê An", "Ánh", "Lê Văn Đức", "", "  "})).Draw(t, "names") {
			entries = append(entries, entry{name, i})
		}
		sorted := slices.Clone(entries)
		SortByName(sorted, func(e entry) string { return e.name })
		for i := 1; i < len(sorted); i++ {
			if sorted[i].name == sorted[i-1].name && sorted[i].place < sorted[i-1].place {
				t.Fatalf("%v", sorted)
			}
		}
		slices.SortFunc(sorted, func(a, b entry) int { return a.place - b.place })
		if !slices.Equal(sorted, entries) {
			t.Fatalf("%v became %v", entries, sorted)
		}
	})
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Nguyễn Đức": "nguyen duc", "ĐỖ THỊ ƯỚC": "do thi uoc", "Ăn Ắ Ằ Ẳ Ẵ Ặ": "an a a a a a", "Ýỳỷỹỵ": "yyyyy",
		"ơờởỡớợ ưừửữứự": "oooooo uuuuuu", "": "", "Tổ 1": "to 1", norm.NFD.String("Nguyễn Đức"): "nguyen duc",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aăâbcdđeêghiklmnoôơpqrstuưvxyĐÂĂÊÔƠƯ áàảãạ"))).Draw(t, "text")
		folded := Fold(text)
		if Fold(folded) != folded || Fold(strings.ToUpper(text)) != folded || Fold(norm.NFD.String(text)) != folded {
			t.Fatalf("%q folds to %q", text, folded)
		}
		if strings.ContainsFunc(folded, func(r rune) bool { return r > 127 }) {
			t.Fatalf("%q keeps marks: %q", text, folded)
		}
	})
}

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"  Nguyễn   Văn\tAn \n": "Nguyễn Văn An", "\u00a0An\u00a0": "An", "": "", " \t\u00a0": "",
		"Nguye\u0302\u0303n": "Nguyễn", "A\u0323\u0306": "Ặ",
	} {
		if got := Clean(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := Clean(rapid.String().Draw(t, "text"))
		if Clean(once) != once || !norm.NFC.IsNormalString(once) || strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			t.Fatalf("%q is not clean", once)
		}
	})
}

func TestInitialsAndGivenName(t *testing.T) {
	for full, want := range map[string][2]string{
		"Trần Thị Ngọc": {"TN", "Ngọc"}, "nguyễn đức": {"NĐ", "đức"}, "Ánh": {"Á", "Ánh"}, "": {"", ""}, "  ": {"", ""},
		" Lê  Văn   An ": {"VA", "An"},
	} {
		if got := [2]string{Initials(full), GivenName(full)}; got != want {
			t.Errorf("%q: %q, want %q", full, got, want)
		}
	}
}
