package main

import (
	"context"
	"fmt"
	"math/rand/v2"
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
	index, err := storage.NewIndex(ctx)
	if err != nil {
		return err
	}
	defer index.Close()
	var sample []string
	var cutter search.Cutter
	began := time.Now()
	for paper := range searchedPapers {
		pages := make([]storage.IndexedPage, pagesOfPaper)
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
			pages[number] = storage.IndexedPage{Number: number, Text: text, Exact: exact, Folded: folded}
		}
		if err := index.Put(ctx, fmt.Sprint(paper), pages); err != nil {
			return err
		}
	}
	figure("search.20k_pages_indexed", "s", []float64{time.Since(began).Seconds()})
	var took []float64
	for i, typed := range sample {
		if i%2 == 1 { // without marks
			_, typed = cutter.Columns(typed)
		}
		began := time.Now()
		q := search.Parse(typed)
		hits, err := search.Find(ctx, index, q)
		if err != nil {
			return err
		}
		if len(hits) == 0 {
			return fmt.Errorf("%q is not found", typed)
		}
		for _, hit := range hits[:min(len(hits), 20)] { // what the screen shows
			page, _, err := index.Page(ctx, hit.ID)
			if err != nil {
				return err
			}
			q.Snippet(page.Text)
		}
		took = append(took, milliseconds(time.Since(began)))
	}
	slices.Sort(took)
	fmt.Printf("figure search.20k_pages_p99 %.4g ms\n  of %d: median %.4g, most %.4g\n", quantile(took, 0.99), len(took), quantile(took, 0.5), took[len(took)-1])
	return nil
}
