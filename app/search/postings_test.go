package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// listed is an index that looks at every page at each question: what Postings must answer too.
type listed []listedPage

type listedPage struct {
	id       int64
	document string
	words    PageWords
}

func (l listed) Find(_ context.Context, asked Question, most int) (found []int64, err error) {
	for _, page := range l {
		text := page.words.Exact
		if asked.Folded {
			text = page.words.Folded
		}
		words, all := strings.Fields(text), len(asked.Groups) > 0
		for i, group := range asked.Groups {
			more := asked.More && i == len(asked.Groups)-1
			there := false
			for at := 0; at+len(group) <= len(words); at++ {
				here := words[at : at+len(group)]
				last := len(group) - 1
				there = there || slices.Equal(here[:last], group[:last]) &&
					(here[last] == group[last] || more && strings.HasPrefix(here[last], group[last]))
			}
			all = all && there
		}
		if all && len(found) < most {
			found = append(found, page.id)
		}
	}
	return found, nil
}

func (l listed) without(document string) listed {
	return slices.DeleteFunc(l, func(p listedPage) bool { return p.document == document })
}

// Few words, so that they meet: of the same letters with other marks, and such as begin others.
var meeting = strings.Fields("a á ả an àn ang đ d da đa đã dan dang dâng 1 12 x1 xa xã xanh hòa hoà")

func TestPostingsAnswerAsLookingAtEveryPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := func(name string, from, most int) string {
			words := rapid.SliceOfN(rapid.SampledFrom(meeting), from, most).Draw(t, name)
			return strings.Join(words, " ")
		}
		index, model := NewPostings(), listed{}
		for range rapid.IntRange(1, 12).Draw(t, "papers") {
			document := fmt.Sprint(rapid.IntRange(0, 4).Draw(t, "document"))
			model = model.without(document)
			if rapid.IntRange(0, 3).Draw(t, "goes") == 0 {
				index.Remove(document)
				continue
			}
			var pages []PageWords
			for range rapid.IntRange(0, 5).Draw(t, "pages") {
				exact, folded := Columns(said("page", 0, 12))
				pages = append(pages, PageWords{exact, folded})
			}
			first, err := index.Put(document, pages)
			if err != nil {
				t.Fatal(err)
			}
			for i, page := range pages {
				if last := len(model) - 1; last >= 0 && model[last].id >= first+int64(i) {
					t.Fatalf("page %d comes behind %d", first+int64(i), model[last].id)
				}
				model = append(model, listedPage{first + int64(i), document, page})
			}
		}
		for range 8 {
			typed := said("typed", 0, 4)
			if rapid.Bool().Draw(t, "quoted") {
				typed = `"` + typed + `" ` + said("behind", 0, 2)
			}
			if rapid.Bool().Draw(t, "closed") {
				typed += " "
			}
			q := Parse(typed)
			got, err := Find(t.Context(), index, q)
			want, _ := Find(t.Context(), model, q)
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("%q: %v %v, want %v", typed, got, err, want)
			}
			for _, stage := range q.stages() {
				for _, more := range []bool{false, true} {
					stage.asked.More = more
					most := rapid.IntRange(1, 9).Draw(t, "most")
					got, err := index.Find(t.Context(), stage.asked, most)
					want, _ := model.Find(t.Context(), stage.asked, most)
					if err != nil || !slices.Equal(got, want) {
						t.Fatalf("%v: %v %v, want %v", stage.asked, got, err, want)
					}
				}
			}
		}
	})
}

// A paper that comes again and again does not make the index grow.
func TestPostingsLetGoOfPagesThatWent(t *testing.T) {
	index := NewPostings()
	page := PageWords{"ngân sách", "ngan sach"}
	if _, err := index.Put("other", slices.Repeat([]PageWords{page}, 3)); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if _, err := index.Put("paper", slices.Repeat([]PageWords{page}, 5)); err != nil {
			t.Fatal(err)
		}
	}
	if kept := len(index.exact.words[0].pages); kept > 40 {
		t.Errorf("%d bytes for a word of 8 pages", kept)
	}
	if found, err := index.Find(t.Context(), Question{Groups: [][]string{{"ngân"}}}, 99); err != nil || len(found) != 8 {
		t.Errorf("%v %v", found, err)
	}
	index.next = math.MaxInt32 - 4
	if _, err := index.Put("paper", slices.Repeat([]PageWords{page}, 5)); err != ErrFull {
		t.Errorf("more pages than numbers: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := index.Find(gone, Question{Groups: [][]string{{"ngân"}}}, 9); err == nil {
		t.Error("who left is answered")
	}
}
