package kit_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// sheetOfPaper is a text with a composer at its end.
type sheetOfPaper struct {
	kit.Composer
	text []rune
}

func (s *sheetOfPaper) apply(edit kit.Edit) {
	s.text = append(s.text[:max(0, len(s.text)-edit.Back)], []rune(edit.Text)...)
}

func (s *sheetOfPaper) typed(keys string) string {
	for _, key := range keys {
		s.apply(s.Feed(key))
	}
	return string(s.text)
}

func typedBy(method kit.Method, keys string) string {
	s := &sheetOfPaper{}
	s.SetMethod(method)
	return s.typed(keys)
}

func TestWordsByBothMethods(t *testing.T) {
	for _, row := range []struct{ telex, vni, want string }{
		{"dduwowngf", "d9u7o7ng2", "đường"},
		{"dduwongf", "d9u7ong2", "đường"},
		{"ddwowngf", "d9uo7ng2", "đường"},
		{"duongwdf", "duong79" + "2", "đường"}, // in any order
		{"dduongfw", "duong297", "đường"},
		{"duwowngf", "du7o7ng2", "dường"},
		{"Nguyeenx", "Nguye6n4", "Nguyễn"},
		{"nguyeenx", "nguye64n", "nguyễn"},
		{"nguyenex", "nguyen64", "nguyễn"},
		{"nguyxeen", "nguy4e6n", "nguyễn"},
		{"NGUYEENX", "NGUYE6N4", "NGUYỄN"},
		{"thuowr", "thuo73", "thuở"},
		{"quyeets", "quye61t", "quyết"},
		{"quyetse", "quyet16", "quyết"},
		{"giuwax", "giu74a", "giữa"},
		{"giuaxw", "giua47", "giữa"},
		{"hoaf", "hoa2", "hòa"},
		{"hoawcj", "hoa8c5", "hoặc"},
		{"ngoawnf ngoeof", "ngoa8n2 ngoeo2", "ngoằn ngoèo"},
		{"khuyur huynhf", "khuyu3 huynh2", "khuỷu huỳnh"},
		{"hofa", "ho2a", "hòa"}, // the tone moves to where it belongs
		{"hoanf", "hoa2n", "hoàn"},
		{"thuys", "thuy1", "thúy"},
		{"Ddawk Lawks", "D9a8k La8k1", "Đăk Lắk"},
		{"Kroong Pawc", "Kro6ng Pa8c", "Krông Păc"},
		{"H’Mai Niee", "H’Mai Nie6", "H’Mai Niê"},
		{"H’Blawm EEban Mloo", "H’Bla8m E6ban Mlo6", "H’Blăm Êban Mlô"},
		{"Ksor", "Ksor", "Ksor"},
		{"Rcom", "Rcom", "Rcom"},
		{"Luaatj ddaats ddai soos 31", "Lua65t d9a61t d9ai so61 31", "Luật đất đai số 31"},
		{"nhw thwr twf", "nhu7 thu73 tu72", "như thử từ"},
		{"asz", "a10", "a"},
		{"toanf r", "toan2 r", "toàn r"},
	} {
		if got := typedBy(kit.TypeTelex, row.telex); got != row.want {
			t.Errorf("Telex %q writes %q and not %q", row.telex, got, row.want)
		}
		if got := typedBy(kit.TypeVNI, row.vni); got != row.want {
			t.Errorf("VNI %q writes %q and not %q", row.vni, got, row.want)
		}
		if got := typedBy(kit.TypeOff, row.telex+row.vni); got != row.telex+row.vni {
			t.Errorf("without a method %q writes %q", row.telex+row.vni, got)
		}
	}
}

func TestForeignWords(t *testing.T) {
	for keys, want := range map[string]string{
		"windows": "windows", "Facebook": "Facebook", "web": "web", "www": "www", "internet": "internet", "file": "file",
		"tesst": "test", "test": "tét", // a syllable like any other: the key twice or an undo
		"12.5": "12.5", "kg": "kg",
	} {
		if got := typedBy(kit.TypeTelex, keys); got != want {
			t.Errorf("Telex %q writes %q and not %q", keys, got, want)
		}
	}
	for keys, want := range map[string]string{"A11": "A1", "Khu 7": "Khu 7", "7": "7", "K7": "K7", "2026": "2026", "a.1": "a.1"} {
		if got := typedBy(kit.TypeVNI, keys); got != want {
			t.Errorf("VNI %q writes %q and not %q", keys, got, want)
		}
	}
}

// TestKeyTwiceGivesItBack: the second time a key is the letter it is.
func TestKeyTwiceGivesItBack(t *testing.T) {
	for keys, want := range map[string]string{"ass": "as", "aaa": "aa", "ddd": "dd", "toww": "tow", "tww": "tw", "booong": "boong"} {
		if got := typedBy(kit.TypeTelex, keys); got != want {
			t.Errorf("Telex %q writes %q and not %q", keys, got, want)
		}
	}
	for keys, want := range map[string]string{"a11": "a1", "a66": "a6", "d99": "d9"} {
		if got := typedBy(kit.TypeVNI, keys); got != want {
			t.Errorf("VNI %q writes %q and not %q", keys, got, want)
		}
	}
}

func TestUndo(t *testing.T) {
	s := &sheetOfPaper{}
	s.SetMethod(kit.TypeTelex)
	s.typed("cais test")
	if s.Undone() != "test" || string(s.text) != "cái tét" {
		t.Fatalf("%q can be undone to %q", string(s.text), s.Undone())
	}
	s.apply(s.Undo())
	if s.Undone() != "" || string(s.text) != "cái test" {
		t.Errorf("undone it is %q, to be undone to %q", string(s.text), s.Undone())
	}
	s.apply(s.Undo())
	if got := s.typed("s dur"); got != "cái tests dủ" {
		t.Errorf("the word goes on as %q", got)
	}
	s.typed(", ")
	s.apply(s.Undo()) // seen after the next key
	if got := s.typed("as"); got != "cái tests dur, á" {
		t.Errorf("undone late it is %q", got)
	}
}

func TestBackspace(t *testing.T) {
	for _, row := range []struct {
		keys  string
		backs int
		more  string
		want  string
	}{
		{"dduwowngf", 1, "", "đườn"},
		{"dduwowngf", 2, "", "đườ"},
		{"dduwowngf", 4, "as", "đá"},
		{"dduwowngf", 5, "as", "á"},
		{"dduwowngf", 9, "as", "á"},
		{"hoanf", 1, "", "hòa"},
		{"hoanf", 1, "n", "hoàn"},
		{"NGUYEENX", 1, "N", "NGUYỄN"},
		{"tieng ", 1, "es", "tiếng"}, // back into the word
		{"ddi hopj, ", 3, "", "đi họ"},
	} {
		s := &sheetOfPaper{}
		s.SetMethod(kit.TypeTelex)
		s.typed(row.keys)
		for range row.backs {
			s.apply(s.Backspace())
		}
		if got := s.typed(row.more); got != row.want {
			t.Errorf("%q, %d back, %q: %q and not %q", row.keys, row.backs, row.more, got, row.want)
		}
	}
}

// TestTonesAskedFor: the keys of tones work in every method, and on a word that was there before.
func TestTonesAskedFor(t *testing.T) {
	for _, method := range []kit.Method{kit.TypeOff, kit.TypeTelex, kit.TypeVNI} {
		s := &sheetOfPaper{}
		s.SetMethod(method)
		s.typed("toan")
		s.apply(s.Tone(kit.Grave))
		s.typed("g")
		if got := string(s.text); got != "toàng" {
			t.Errorf("%s: a tone in the middle of a word makes %q", method, got)
		}
		s.apply(s.Backspace())
		s.apply(s.Tone(kit.HookTop))
		if got := string(s.text); got != "toản" || s.Undone() != "toan" {
			t.Errorf("%s: another tone makes %q, to be undone to %q", method, got, s.Undone())
		}
		s.apply(s.Tone(kit.HookTop))
		if got := string(s.text); got != "toan" {
			t.Errorf("%s: the same tone again makes %q", method, got)
		}
		s.typed(" ")
		if edit := s.Tone(kit.Acute); edit != (kit.Edit{}) {
			t.Errorf("%s: after a blank a tone does %v", method, edit)
		}
		s.typed("k")
		if edit := s.Tone(kit.Acute); edit != (kit.Edit{}) {
			t.Errorf("%s: without a vowel a tone does %v", method, edit)
		}
		s.text = []rune("Họp tai Huê")
		s.Stand("Họp tai Huê")
		s.apply(s.Tone(kit.Acute))
		if got := string(s.text); got != "Họp tai Huế" {
			t.Errorf("%s: on a word that was there it makes %q", method, got)
		}
		s.Stand("Họp tai")
		s.text = []rune("Họp tai")
		s.apply(s.Tone(kit.DotLow))
		for range 8 {
			s.apply(s.Put('ư'))
		}
		if got := string(s.text); got != "Họp tạiưưưưưưưư" {
			t.Errorf("%s: chosen letters make %q", method, got)
		}
	}
}

// TestCursorElsewhere: what stands at another place is not composed with what is typed there.
func TestCursorElsewhere(t *testing.T) {
	s := &sheetOfPaper{}
	s.SetMethod(kit.TypeTelex)
	s.typed("ca")
	s.Stand("ca")
	s.typed("s")
	if got := string(s.text); got != "cá" {
		t.Errorf("where it stood it wrote %q", got)
	}
	s.text = []rune("tie")
	s.Stand("tie")
	if got := s.typed("s"); got != "ties" {
		t.Errorf("after a jump it wrote %q", got)
	}
	s.text = []rune("e")
	s.Stand("e")
	if got := s.typed("\u0302\u0301"); got != "ế" {
		t.Errorf("a mark that combines made %q", got)
	}
}

// TestCombiningMarks: what other keyboards send in parts is one letter here.
func TestCombiningMarks(t *testing.T) {
	for _, method := range []kit.Method{kit.TypeOff, kit.TypeTelex, kit.TypeVNI} {
		for keys, want := range map[string]string{
			"Nguye\u0302\u0303n": "Nguyễn", "a\u0323\u0302": "ậ", "q\u0301\u0323": "q\u0323\u0301", "a\u0315\u0301b": "á\u0315b", "\u1100\u1161": "가",
		} {
			if got := typedBy(method, keys); got != want {
				t.Errorf("%s: %q is written %q and not %q", method, keys, got, want)
			}
		}
	}
}

func TestMethodsAsKept(t *testing.T) {
	for text, known := range map[string]bool{"off": true, "telex": true, "vni": true, "": false, "viqr": false} {
		if method, ok := kit.ParseMethod(text); ok != known || ok && string(method) != text || !ok && method != kit.TypeOff {
			t.Errorf("%q is read as %q, %v", text, method, ok)
		}
	}
}

// TestEveryWordOfTheHouse types every Vietnamese word that the program itself speaks.
func TestEveryWordOfTheHouse(t *testing.T) {
	words := assets.LoadWords(assets.Vietnamese)
	seen := map[string]bool{}
	for _, key := range words.Keys() {
		for _, word := range strings.FieldsFunc(words.Say(key), func(r rune) bool { return !unicode.IsLetter(r) }) {
			seen[word] = true
		}
	}
	typed := 0
	for word := range seen {
		if !strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
			continue // of those many are foreign
		}
		typed++
		for _, method := range []kit.Method{kit.TypeTelex, kit.TypeVNI} {
			if got := typedBy(method, keysOf(method, word)); toneless(got) != toneless(word) {
				t.Errorf("%s: %q, typed as %q, becomes %q", method, word, keysOf(method, word), got)
			}
		}
	}
	if typed < 300 {
		t.Errorf("only %d words were typed", typed)
	}
}

// keysOf is how a person types a word: each mark after its letter, the tone last.
func keysOf(method kit.Method, word string) string {
	marks := map[kit.Method]map[rune]string{
		kit.TypeTelex: {'\u0302': "", '\u0306': "w", '\u031b': "w", '\u0301': "s", '\u0300': "f", '\u0309': "r", '\u0303': "x", '\u0323': "j"},
		kit.TypeVNI:   {'\u0302': "6", '\u0306': "8", '\u031b': "7", '\u0301': "1", '\u0300': "2", '\u0309': "3", '\u0303': "4", '\u0323': "5"},
	}[method]
	stroke := map[kit.Method]string{kit.TypeTelex: "d", kit.TypeVNI: "9"}[method]
	keys, tone, last := "", "", ""
	for _, r := range norm.NFD.String(word) {
		mark, isMark := marks[r]
		switch {
		case r == 'đ' || r == 'Đ':
			keys += map[rune]string{'đ': "d", 'Đ': "D"}[r] + stroke
		case !isMark:
			last = string(r)
			keys += last
		case r == '\u0302' && method == kit.TypeTelex:
			keys += last
		case r == '\u0302' || r == '\u0306' || r == '\u031b':
			keys += mark
		default:
			tone = mark
		}
	}
	return keys + tone
}

// toneless is a word with its tone behind it: where the tone stands is a matter of taste (hoà, hòa).
func toneless(word string) string {
	letters, tone := "", ""
	for _, r := range norm.NFD.String(word) {
		if strings.ContainsRune("\u0301\u0300\u0309\u0303\u0323", r) {
			tone += string(r)
			continue
		}
		letters += string(r)
	}
	return letters + tone
}

func BenchmarkComposer(b *testing.B) {
	for b.Loop() {
		typedBy(kit.TypeTelex, "nghieengx")
	}
}

// FuzzComposer: whatever is typed, the text is normalised, and without a method it is what was typed.
func FuzzComposer(f *testing.F) {
	for _, seed := range []string{"dduwowngf", "nguye64n ", "H’Bla8m\b\b", "a\u0302\u0323s\a\b", "uow\b", "gi\x02\x02", "quow\x03w", "ươnơ", "\ue101a\ue101"} {
		f.Add(seed, uint8(0))
		f.Add(seed, uint8(1))
		f.Add(seed, uint8(2))
	}
	f.Fuzz(func(t *testing.T, keys string, which uint8) {
		if len(keys) > 400 {
			return
		}
		s := &sheetOfPaper{}
		s.SetMethod([]kit.Method{kit.TypeOff, kit.TypeTelex, kit.TypeVNI}[which%3])
		plain := true
		for _, key := range keys {
			switch {
			case key == '\b':
				plain = false
				before := len(s.text)
				s.apply(s.Backspace())
				if len(s.text) != max(0, before-1) {
					t.Fatalf("backspace made %d letters of %d", len(s.text), before)
				}
			case key == '\a':
				plain = false
				s.apply(s.Undo())
			case key == '\x0e':
				s.Stand(string(s.text))
			case key > 0 && key <= 5:
				plain = false
				s.apply(s.Tone(kit.ToneMark(key)))
			default:
				s.apply(s.Feed(key))
			}
			if text := string(s.text); !utf8.ValidString(text) || !norm.NFC.IsNormalString(text) {
				t.Fatalf("%q is written %q", keys, text)
			}
		}
		if plain && which%3 == 0 {
			want := norm.NFC.String(strings.ReplaceAll(string([]rune(keys)), "\x0e", ""))
			if string(s.text) != want {
				t.Fatalf("without a method %q is written %q", keys, string(s.text))
			}
		}
	})
}
