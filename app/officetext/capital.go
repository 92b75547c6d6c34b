package officetext

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CapitalRow is one thing that is written with capitals in one way (Phụ lục II): words, and how they are written. Of the
// annex only what does not depend on the meaning of a sentence is a row here.
type CapitalRow struct {
	Form     string   `json:"form"`                // as it should be written
	Numbered bool     `json:"numbered,omitempty"`  // only before a number: "Điều 5", but "điều này"
	Within   bool     `json:"within,omitempty"`    // only within a sentence: its first word has a capital anyway
	NotAfter []string `json:"not_after,omitempty"` // words that make another of it: "danh mục 5"
	After    []string `json:"after,omitempty"`     // only behind one of these words: "lần thứ hai" is no Monday
	Source
}

const annexTwo = "NĐ 30/2020/NĐ-CP, Phụ lục II, mục "

// capitals are the rows, all remembered [M]. Longer words come first where one row begins another.
func capitals() []CapitalRow {
	var rows []CapitalRow
	add := func(point string, numbered, within bool, forms ...string) {
		for _, form := range forms {
			rows = append(rows, CapitalRow{Form: form, Numbered: numbered, Within: within, NotAfter: compounds[form], Source: Source{annexTwo + point, Remembered}})
		}
	}
	add("III, khoản 1 (tên địa lý)", false, false, "Việt Nam", "Hà Nội", "Thành phố Hồ Chí Minh")
	add("IV, khoản 1 (tên cơ quan, tổ chức)", false, false, "Đảng Cộng sản Việt Nam", "Mặt trận Tổ quốc Việt Nam", "Quốc hội", "Chính phủ",
		"Hội đồng nhân dân", "Ủy ban nhân dân", "Tòa án nhân dân", "Viện kiểm sát nhân dân")
	add("V, khoản 6 (viện dẫn văn bản)", true, false, "Phần", "Chương", "Mục", "Tiểu mục", "Điều", "Phụ lục")
	add("V, khoản 6 (viện dẫn văn bản)", true, true, "khoản", "điểm")
	add("V, khoản 4 (ngày lễ, ngày kỷ niệm)", false, false, "Quốc khánh", "Tết Nguyên đán")
	for _, day := range []string{"Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy"} {
		rows = append(rows, CapitalRow{Form: "thứ " + day, Within: true, After: beforeDays, Source: Source{annexTwo + "V, khoản 8 (ngày trong tuần)", Remembered}})
	}
	return rows
}

func (r CapitalRow) valid() bool {
	return strings.TrimSpace(r.Form) == r.Form && len(strings.Fields(r.Form)) > 0 && len(r.Form) < 200 && !strings.ContainsAny(r.Form, "\n\t")
}

// beforeDays are the words before a day of the week.
var beforeDays = []string{"sáng", "chiều", "tối", "ngày", "vào", "từ", "đến", "trước", "sau"}

// compounds are what comes before a word and makes another of it, which is not a part of a paper.
var compounds = map[string][]string{
	"Mục": {"danh", "hạng", "khoản", "chuyên", "đề", "tiêu"}, "Phần": {"thành", "cổ", "một", "học", "đa", "góp"}, "Chương": {"huy", "văn", "hiến", "con"},
	"khoản": {"tài", "điều"}, "điểm": {"thời", "địa", "quan", "đặc", "trọng"},
}

// CheckCapitals returns every word of a text that is written with other capitals than a row has it, where a text all in
// capitals has none. It reads whole words only.
func (f Form) CheckCapitals(text string) []Fault {
	if allCapitals(text) {
		return nil
	}
	var faults []Fault
	taken := make([]bool, len(text)+1)
	rows := slices.Clone(f.Capitals)
	slices.SortStableFunc(rows, func(a, b CapitalRow) int { return cmp.Compare(len(b.Form), len(a.Form)) })
	words := wordsOf(text)
	for _, row := range rows {
		parts := strings.Fields(row.Form)
		for n := 0; n+len(parts) <= len(words); n++ {
			from, to := words[n].from, words[n+len(parts)-1].to
			if taken[from] || !words.spell(n, parts, text) || row.Numbered && !numberFollows(text[to:]) {
				continue
			}
			for i := from; i < to; i++ {
				taken[i] = true
			}
			begins := sentenceBegins(text[:from])
			written := strings.Join(strings.Fields(text[from:to]), " ")
			before := ""
			if n > 0 {
				before = strings.ToLower(words[n-1].text)
			}
			if row.Within && begins || slices.Contains(row.NotAfter, before) || len(row.After) > 0 && !slices.Contains(row.After, before) {
				continue
			}
			if written != row.Form && !allCapitals(written) {
				faults = append(faults, Fault{What: WrongCapitals, Words: text[from:to], Instead: row.Form, At: from, Source: row.Source})
			}
		}
	}
	faults = append(faults, beginnings(text, words, taken)...)
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.At, b.At) })
	return faults
}

// beginnings returns the sentences that begin with a small letter (Phụ lục II, mục I).
func beginnings(text string, words words, taken []bool) []Fault {
	var faults []Fault
	for n, word := range words {
		first, size := utf8.DecodeRuneInString(word.text)
		if n == 0 || taken[word.from] || !unicode.IsLower(first) || !sentenceBegins(text[:word.from]) {
			continue
		}
		faults = append(faults, Fault{What: WrongCapitals, Words: word.text, Instead: string(unicode.ToUpper(first)) + word.text[size:], At: word.from,
			Source: Source{annexTwo + "I (vì phép đặt câu)", Remembered}})
	}
	return faults
}

type word struct {
	text     string
	from, to int
}

type words []word

// wordsOf cuts a text into its words: letters in a row.
func wordsOf(text string) words {
	var found words
	start := -1
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			found, start = append(found, word{text[start:i], start, i}), -1
		}
	}
	if start >= 0 {
		found = append(found, word{text[start:], start, len(text)})
	}
	return found
}

// spell reports whether the words from the n-th on are these, whatever their capitals, with only spaces between.
func (w words) spell(n int, parts []string, text string) bool {
	for i, part := range parts {
		if !strings.EqualFold(w[n+i].text, part) || i > 0 && strings.TrimSpace(text[w[n+i-1].to:w[n+i].from]) != "" {
			return false
		}
	}
	return true
}

// numberFollows reports whether a text goes on with a number, Arabic or Roman in capitals, or a letter of a point.
func numberFollows(text string) bool {
	next := strings.Fields(text)
	if len(next) == 0 || text[0] != ' ' && text[0] != '\t' && text[0] != '\n' && !strings.HasPrefix(text, "\u00a0") {
		return false
	}
	bare := strings.TrimRight(next[0], ".,;:)”\"")
	if bare == "" {
		return false
	}
	if bare[0] >= '0' && bare[0] <= '9' {
		return true
	}
	return strings.Trim(bare, "IVXLC") == "" || bare == "đ" || len(bare) == 1 && bare[0] >= 'a' && bare[0] <= 'z'
}

// sentenceBegins reports whether what follows this text begins a sentence: behind a full stop that ends none of the
// usual abbreviations and no number, behind a question or exclamation mark, or on a line of its own after one.
func sentenceBegins(before string) bool {
	trimmed := strings.TrimRight(before, " \t\n\r\u00a0“\"(")
	if trimmed == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(trimmed)
	switch {
	case len(trimmed) == len(before): // nothing between
		return false
	case last == '?' || last == '!':
		return true
	case last != '.' || strings.HasSuffix(trimmed, ".."):
		return false
	}
	abbreviated := trimmed[:len(trimmed)-1]
	abbreviated = abbreviated[strings.LastIndexFunc(abbreviated, unicode.IsSpace)+1:] // the space is one byte, or its rest is no letter
	return utf8.RuneCountInString(abbreviated) > 3 || !strings.ContainsFunc(abbreviated, func(r rune) bool {
		return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '.'
	}) && utf8.RuneCountInString(abbreviated) > 1
}
