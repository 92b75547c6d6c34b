// Package search finds words in agendas, papers and one's own notes, with or without their marks: whoever
// types "duong" means "Đường", and whoever types "đường" sees that before "dưỡng". It cuts texts into
// words, makes questions for an index out of what somebody typed, and shows where an answer stands.
// [Postings] is the index, in memory alone.
package search

import (
	"context"
	"fmt"
)

// How much is looked at and answered.
const (
	mostPages = 200 // pages that one question brings
	mostTerms = 16  // words of a question; the rest is left out
)

// Index answers questions. [Postings] is the one of the product.
type Index interface {
	// Find returns the ids of at most so many pages: of those that were put in first, in that order.
	Find(ctx context.Context, asked Question, most int) ([]int64, error)
}

// Hit (kết quả tìm) is one page that answers.
type Hit struct {
	ID     int64 // of the page in the index
	Exact  bool  // the words stand there with the marks that were typed
	Phrase bool  // and one behind the other
}

// Find returns the pages that hold all words of a query: first those where they stand as they were typed
// and together, then as they were typed, then whatever their marks, then with more letters behind the last
// one. The order within each of these is the index's.
func Find(ctx context.Context, index Index, q Query) ([]Hit, error) {
	var hits []Hit
	seen := map[int64]bool{}
	for _, stage := range q.stages() {
		if len(hits) >= mostPages {
			break
		}
		// As many more as were found already: an earlier stage's pages answer this one too.
		ids, err := index.Find(ctx, stage.asked, mostPages+len(hits))
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		for _, id := range ids {
			if !seen[id] && len(hits) < mostPages {
				seen[id] = true
				hits = append(hits, Hit{ID: id, Exact: stage.exact, Phrase: stage.phrase})
			}
		}
	}
	return hits, nil
}
