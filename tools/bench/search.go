package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/search"
	"congso.vn/congso/storage"
)

// The papers that are searched: as many as a council has in several years.
const (
	searchedPapers = 200
	pagesOfPaper   = 100
	wordsOfPage    = 380
	searchedFor    = 400 // questions
)

// syllables are those that Vietnamese could have, in no order: 16,000 of them.
func syllables(rng *rand.Rand) []string {
	var all []string
	for _, onset := range strings.Fields("b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x") {
		for _, rime := range strings.Fields("a á à ả ã ạ an án àn ản ãn ạn ăn ắn ằn ân ấn ần ẩn ận o ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ u ú ù ủ ũ ụ ư ứ ừ ử ữ ự ương ướng ường ưởng ưỡng ượng e é è ẻ ẽ ẹ ê ế ề ể ễ ệ iên iến iền iển iễn iện inh ính ình ỉnh ĩnh ịnh uyên uyến uyền uyển uyễn uyện oan oán oàn oản oãn oạn ông ống ồng ổng ỗng ộng") {
			all = append(all, onset+rime)
		}
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// searching finds words in 20,000 pages on the tablet, with no server: the time from what was typed to the
// list with its snippets.
func searching(ctx context.Context, _ *bench) error {
	rng := rand.New(rand.NewPCG(20, 1000))
	all := syllables(rng)
	often := rand.NewZipf(rng, 1.1, 8, uint64(len(all)-1)) // how often words are used in any language
	index := search.NewPostings()
	texts, err := storage.NewPageTexts(ctx)
	if err != nil {
		return err
	}
	defer texts.Close()
	var sample []string
	var cutter search.Cutter
	before, _ := heldByUs() // 0 where it is not told
	began := time.Now()
	for paper := range searchedPapers {
		pages, said := make([]storage.PageText, pagesOfPaper), make([]search.PageWords, pagesOfPaper)
		for number := range pages {
			words := make([]string, wordsOfPage)
			for i := range words {
				words[i] = all[often.Uint64()]
			}
			if rng.IntN(searchedPapers*pagesOfPaper/searchedFor) == 0 {
				at := rng.IntN(wordsOfPage - 4)
				sample = append(sample, strings.Join(words[at:at+1+rng.IntN(4)], " "))
			}
			text := strings.Join(words, " ")
			exact, folded := cutter.Columns(text)
			pages[number], said[number] = storage.PageText{Number: number, Text: text}, search.PageWords{Exact: exact, Folded: folded}
		}
		first, err := index.Put(fmt.Sprint(paper), said)
		if err != nil {
			return err
		}
		if err := texts.Put(ctx, fmt.Sprint(paper), first, pages); err != nil {
			return err
		}
	}
	figure("search.20k_pages_indexed", "s", []float64{time.Since(began).Seconds()})
	if after, err := heldByUs(); err == nil && before > 0 {
		figure("search.20k_pages_held", "MB", []float64{after - before})
	}
	var most, median []float64
	for range rounds {
		var took []float64
		for i, typed := range sample {
			if i%2 == 1 { // without marks
				_, typed = cutter.Columns(typed)
			}
			one, found, err := searchOnce(ctx, index, texts, typed)
			if err == nil && !found {
				err = fmt.Errorf("%q is not found", typed)
			}
			if err != nil {
				return err
			}
			took = append(took, one)
		}
		// What is nowhere, what is everywhere, and what was hardly begun.
		for i := range 10 {
			for _, typed := range []string{all[i], all[i] + " " + all[i+1], `"` + all[i+2] + " " + all[i] + `"`, all[i][:1], "x" + all[i] + "x", all[i] + " qqq"} {
				one, _, err := searchOnce(ctx, index, texts, typed)
				if err != nil {
					return err
				}
				took = append(took, one)
			}
		}
		slices.Sort(took)
		most, median = append(most, quantile(took, 0.99)), append(median, quantile(took, 0.5))
	}
	figure("search.20k_pages_p99", "ms", most)
	figure("search.20k_pages_p50", "ms", median)
	return nil
}

// shownAtOnce is how many pages of what was found a screen shows.
const shownAtOnce = 20

// searchOnce is the time in milliseconds from what was typed to the list with its snippets.
func searchOnce(ctx context.Context, index *search.Postings, texts *storage.PageTexts, typed string) (took float64, found bool, err error) {
	began := time.Now()
	q := search.Parse(typed)
	hits, err := search.Find(ctx, index, q)
	if err != nil {
		return 0, false, err
	}
	for _, hit := range hits[:min(len(hits), shownAtOnce)] {
		page, _, err := texts.Page(ctx, hit.ID)
		if err != nil {
			return 0, false, err
		}
		q.Snippet(page.Text)
	}
	return milliseconds(time.Since(began)), len(hits) > 0, nil
}

// heldByUs is the memory of this process, in MB, without what its collector would let go of.
func heldByUs() (float64, error) {
	debug.FreeOSMemory()
	return proportional(os.Getpid())
}
