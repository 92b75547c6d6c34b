package station

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
	"congso.vn/congso/storage"
)

// words are what the papers on this device say, to be searched. They lie in memory alone, and only while
// somebody who may read them holds the device.
type words struct {
	poke chan struct{} // something changed that they may follow

	mu    sync.Mutex
	index *search.Postings   // nil: nothing is here
	texts *storage.PageTexts // of the pages in it
	held  map[string]bool    // what is in it, by hash of the text
	last  papertext.Text     // of the paper looked at last
	named string             // hash of that
}

// serveWords keeps the index with the papers that are here, until ctx ends.
func (s *Station) serveWords(ctx context.Context) error {
	stop := s.Watch(func() {
		select {
		case s.words.poke <- struct{}{}:
		default:
		}
	})
	defer stop()
	defer s.words.drop()
	for {
		if err := s.followWords(ctx); err != nil && ctx.Err() == nil {
			s.logger.Error("Words of papers not indexed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.words.poke:
		}
	}
}

// followWords takes in what came, the papers needed first before others, and lets go of what went.
func (s *Station) followWords(ctx context.Context) error {
	wanted := map[string]bool{}
	var order []string
	for _, session := range s.seat.Sessions() {
		for _, document := range session.InOrder() {
			reading, read := session.ReadingOf(document)
			if read && reading.Text != "" && !wanted[reading.Text] && s.fetcher.State(reading.Text).Have {
				wanted[reading.Text] = true
				order = append(order, reading.Text)
			}
		}
	}
	if err := s.words.keep(ctx, wanted); err != nil {
		return err
	}
	for _, hash := range order {
		if s.words.has(hash) {
			continue
		}
		if err := s.takeWords(ctx, hash); err != nil {
			return fmt.Errorf("station: words of %s: %w", hash, err)
		}
	}
	return nil
}

// takeWords puts the words of one paper into the index.
func (s *Station) takeWords(ctx context.Context, hash string) error {
	text, err := s.readWords(ctx, hash)
	if err != nil {
		return err
	}
	var pages []storage.PageText
	var said []search.PageWords
	var cutter search.Cutter
	for number, page := range text.Pages {
		if page.Bare() {
			continue
		}
		plain := page.Plain()
		exact, folded := cutter.Columns(plain)
		pages = append(pages, storage.PageText{Number: number, Text: plain, Scanned: page.Scanned})
		said = append(said, search.PageWords{Exact: exact, Folded: folded})
	}
	return s.words.put(ctx, hash, pages, said)
}

func (w *words) has(hash string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.held[hash]
}

// keep lets go of everything that is not wanted. When nothing is, the memory goes too.
func (w *words) keep(ctx context.Context, wanted map[string]bool) error {
	if len(wanted) == 0 {
		w.drop()
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !wanted[w.named] {
		w.last, w.named = papertext.Text{}, ""
	}
	for hash := range w.held {
		if !wanted[hash] {
			w.index.Remove(hash)
			delete(w.held, hash)
			if err := w.texts.Remove(ctx, hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// put takes in the pages of a paper and, of each, its words.
func (w *words) put(ctx context.Context, hash string, pages []storage.PageText, said []search.PageWords) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.index == nil {
		texts, err := storage.NewPageTexts(ctx)
		if err != nil {
			return err
		}
		w.index, w.texts, w.held = search.NewPostings(), texts, map[string]bool{}
	}
	first, err := w.index.Put(hash, said)
	if err != nil {
		return err
	}
	if err := w.texts.Put(ctx, hash, first, pages); err != nil {
		w.index.Remove(hash)
		return err
	}
	w.held[hash] = true
	return nil
}

func (w *words) drop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.texts != nil {
		_ = w.texts.Close() // it was memory
	}
	w.index, w.texts, w.held, w.last, w.named = nil, nil, nil, papertext.Text{}, ""
}

// shown is how many pages a search shows; whoever has more types more.
const shown = 60

// find returns the pages that answer, the first of them whole: there are as many pages as are shown, and those that
// went this moment are empty.
func (w *words) find(ctx context.Context, q search.Query) (hits []search.Hit, pages []storage.PageText, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.index == nil {
		return nil, nil, nil
	}
	if hits, err = search.Find(ctx, w.index, q); err != nil {
		return nil, nil, err
	}
	for _, hit := range hits[:min(len(hits), shown)] {
		page, _, err := w.texts.Page(ctx, hit.ID)
		if err != nil {
			return nil, nil, err
		}
		pages = append(pages, page)
	}
	return hits, pages, nil
}

// Find looks in the agendas and papers of all sessions on this device for what somebody typed. It works
// without the room. From any goroutine.
func (s *Station) Find(ctx context.Context, typed string) (search.Results, error) {
	var results search.Results
	q := search.Parse(typed)
	if q.Empty() {
		return results, nil
	}
	places := map[string][]search.Found{} // where each text is, by its hash
	for _, session := range s.seat.Sessions() {
		for _, item := range session.Agenda() {
			place := search.Place{Session: session.ID, Item: item.ID, Page: search.TitleOnly}
			results.Found = append(results.Found, titled(q, place, item.Title)...)
		}
		for _, document := range session.InOrder() {
			place := search.Place{Session: session.ID, Item: document.Item, Document: document.ID, Blob: document.Blob, Page: search.TitleOnly}
			results.Found = append(results.Found, titled(q, place, document.Title)...)
			reading, read := session.ReadingOf(document)
			switch {
			case read && (reading.Text == "" || reading.Bare == reading.Pages):
				results.Bare++
			case !read || !s.words.has(reading.Text):
				results.Waiting++
			default:
				places[reading.Text] = append(places[reading.Text], search.Found{Place: place, Title: document.Name()})
			}
		}
	}
	hits, pages, err := s.words.find(ctx, q)
	if err != nil {
		return results, err
	}
	results.More = len(hits) - len(pages)
	for i, page := range pages {
		for _, found := range places[page.Document] { // none: it was withdrawn this moment
			found.Page, found.Exact, found.Scanned, found.Parts = page.Number, hits[i].Exact, page.Scanned, q.Snippet(page.Text)
			results.Found = append(results.Found, found)
		}
	}
	return results, nil
}

// titled is what a title answers.
func titled(q search.Query, place search.Place, title string) []search.Found {
	spans, exact := q.Answers(strings.Fields(title))
	if len(spans) == 0 {
		return nil
	}
	return []search.Found{{Place: place, Title: title, Parts: q.Snippet(title), Exact: exact}}
}

// Words returns what a paper says, and false where that is not here: it was not read yet, or nobody found words.
func (s *Station) Words(ctx context.Context, blob string) (papertext.Text, bool, error) {
	hash := s.textOf(blob)
	if hash == "" || !s.fetcher.State(hash).Have {
		return papertext.Text{}, false, nil
	}
	s.words.mu.Lock()
	last, named := s.words.last, s.words.named
	s.words.mu.Unlock()
	if named == hash {
		return last, true, nil
	}
	text, err := s.readWords(ctx, hash)
	if err != nil {
		return papertext.Text{}, false, err
	}
	s.words.mu.Lock()
	if s.words.held[hash] { // nobody gave the device back meanwhile
		s.words.last, s.words.named = text, hash
	}
	s.words.mu.Unlock()
	return text, true, nil
}

// readWords reads what a paper says from where its bytes lie.
func (s *Station) readWords(ctx context.Context, hash string) (papertext.Text, error) {
	data, err := s.ReadPaper(ctx, hash)
	if err != nil {
		return papertext.Text{}, err
	}
	return papertext.Decode(data)
}

// textOf is the hash of what a paper says; empty where nobody read it.
func (s *Station) textOf(blob string) string {
	for _, session := range s.seat.Sessions() {
		for _, reading := range session.Readings {
			if reading.Blob == blob && reading.Text != "" {
				return reading.Text
			}
		}
		for _, issue := range session.Issues {
			if issue.Blob == blob && issue.Text != "" {
				return issue.Text
			}
		}
	}
	return ""
}
