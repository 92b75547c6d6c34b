package reader

import (
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/frame"
)

// typedPage is a page of lines, each with how far in it begins, how long it is in parts of the page, and what it says.
func typedPage(lines ...typedLine) papertext.Page {
	page := papertext.Page{Width: 60_000, Height: 85_000}
	top := int32(5_000)
	for _, line := range lines {
		top += 2_000 + line.below
		words := strings.Fields(line.text)
		left, right := 7_000+line.in, line.to
		if right == 0 {
			right = 55_000
		}
		each := (right - left) / int32(len(words))
		for i, word := range words {
			from := left + int32(i)*each
			page.Words = append(page.Words, papertext.Word{Text: word, Ends: i == len(words)-1,
				Box: papertext.Box{Left: from, Right: from + each - 200, Top: top, Bottom: top + 1_400}})
		}
	}
	return page
}

type typedLine struct {
	text      string
	in, below int32
	to        int32 // where it ends; 0: where the others do
}

func TestWordsFlow(t *testing.T) {
	page := typedPage(
		typedLine{text: "14", in: 24_000, to: 32_000},
		typedLine{text: "ỦY BAN NHÂN DÂN", to: 30_000},
		typedLine{text: "TỜ TRÌNH", in: 15_000, to: 40_000},
		typedLine{text: "Điều 1. Phạm vi điều chỉnh", to: 35_000},
		typedLine{text: "Ủy ban nhân dân phường kính trình Hội đồng nhân dân", in: 3_000},
		typedLine{text: "phường xem xét, thông qua Kế hoạch đầu tư", to: 40_000},
		typedLine{text: "Đoạn sau bắt đầu ở dòng mới vì dòng trước ngắn"},
		typedLine{text: "và còn tiếp ở dòng này nữa cho đến hết"},
		typedLine{text: "1. Tổng vốn là một khoản của danh sách dài"},
		typedLine{text: "- Gạch đầu dòng là một khoản khác của danh"},
		typedLine{text: "sách này", to: 20_000},
		typedLine{text: "Xa hẳn dòng trên nên là đoạn khác của trang này", below: 3_000},
	)
	var got []string
	for _, block := range flowOf(page) {
		got = append(got, frame.Pick(block.Heading, "# ", "")+block.Text)
	}
	want := []string{
		"# ỦY BAN NHÂN DÂN", "# TỜ TRÌNH", "# Điều 1. Phạm vi điều chỉnh",
		"Ủy ban nhân dân phường kính trình Hội đồng nhân dân phường xem xét, thông qua Kế hoạch đầu tư",
		"Đoạn sau bắt đầu ở dòng mới vì dòng trước ngắn và còn tiếp ở dòng này nữa cho đến hết",
		"1. Tổng vốn là một khoản của danh sách dài", "- Gạch đầu dòng là một khoản khác của danh sách này",
		"Xa hẳn dòng trên nên là đoạn khác của trang này",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if flowOf(papertext.Page{}) != nil {
		t.Error("an empty page says something")
	}
}

func TestSentences(t *testing.T) {
	page := typedPage(
		typedLine{text: "1. Tổng vốn: 48.650 triệu đồng, trong đó ngân sách", in: 3_000},
		typedLine{text: "phường là 31.200 triệu đồng. Phần còn lại do dân góp; xin trình.", to: 50_000},
	)
	want := []string{"1. Tổng vốn: 48.650 triệu đồng, trong đó ngân sách phường là 31.200 triệu đồng.", "Phần còn lại do dân góp;", "xin trình."}
	if got := sentencesOf(page); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	long := typedPage(typedLine{text: strings.Repeat("chữ ", 500)})
	for _, sentence := range sentencesOf(long) {
		if count := len(strings.Fields(sentence)); count > 60 {
			t.Errorf("%d words in one breath", count)
		}
	}
}

// Whatever a page says, flowing loses no word.
func FuzzFlow(f *testing.F) {
	f.Add("1. Một hai\n- ba bốn\nĐiều 5 sáu", int32(100))
	f.Add("a)\n.\n)\nIV.", int32(-7))
	f.Fuzz(func(t *testing.T, text string, step int32) {
		var page papertext.Page
		count := 0
		for _, line := range strings.Split(text, "\n") {
			words := strings.Fields(line)
			for i, word := range words {
				page.Words = append(page.Words, papertext.Word{Text: word, Ends: i == len(words)-1, Box: papertext.Box{Left: step * int32(i), Top: step, Right: step, Bottom: step * 3}})
			}
		}
		for _, line := range unnumbered(linesOf(page)) {
			count += len(strings.Join(strings.Fields(line.text), ""))
		}
		for _, block := range flowOf(page) {
			count -= len(strings.Join(strings.Fields(block.Text), ""))
		}
		if count != 0 {
			t.Errorf("%d bytes are lost or made up", count)
		}
		said := 0
		for _, sentence := range sentencesOf(page) {
			said += len(sentence)
		}
		if len(page.Words) > 0 && said == 0 {
			t.Error("nothing is read aloud")
		}
	})
}
