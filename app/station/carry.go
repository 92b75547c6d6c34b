package station

import (
	"context"
	"fmt"
	"image"
	"maps"
	"slices"
	"strings"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/papertext"
)

// carrier takes what was written on earlier issues of papers to the papers as they stand. For its goroutine
// alone.
type carrier struct {
	done map[string]carry // by session
}

// carry is what was carried of one session, and of what.
type carry struct {
	of      string
	carried notes.Carried
}

// serveCarrying follows papers and notes until ctx ends.
func (s *Station) serveCarrying(ctx context.Context) error {
	poke := make(chan struct{}, 1)
	stop := s.Watch(func() {
		select {
		case poke <- struct{}{}:
		default:
		}
	})
	defer stop()
	c := carrier{done: map[string]carry{}}
	for {
		sessions := s.seat.Sessions()
		maps.DeleteFunc(c.done, func(id string, _ carry) bool { // it is read here no longer
			return !slices.ContainsFunc(sessions, func(session *council.State) bool { return session.ID == id })
		})
		for _, session := range sessions {
			if err := c.follow(ctx, s, session); err != nil && ctx.Err() == nil {
				s.logger.Error("Notes not carried to a new issue", "session", session.ID, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-poke:
		}
	}
}

// lies is where a noted page is in a session: on a paper as it stands, on an earlier issue of one, or nowhere.
type lies struct {
	document council.Document
	issue    council.Issue // of an earlier issue
	known    bool
	current  bool
}

// liesOf finds the paper of some bytes.
func liesOf(session *council.State, blob string) lies {
	for _, document := range session.Documents {
		if document.Blob == blob && !document.Withdrawn {
			return lies{document: document, known: true, current: true}
		}
	}
	for _, issue := range session.Issues {
		if document := session.Documents[issue.Document]; issue.Blob == blob && document.ID != "" && !document.Withdrawn {
			return lies{document: document, issue: issue, known: true}
		}
	}
	return lies{}
}

// follow carries the marks of one session anew, if something of them, of the papers or of their words is another than
// before.
func (c *carrier) follow(ctx context.Context, s *Station, session *council.State) error {
	if len(session.Documents) == 0 {
		return nil // they are still coming: nothing is lost yet
	}
	old := map[string][]notes.Entry{} // by bytes
	var order []string
	var of strings.Builder
	for _, page := range s.seat.NotedPages(session.ID) {
		if liesOf(session, page.Blob).current {
			continue
		}
		if old[page.Blob] == nil {
			order = append(order, page.Blob)
			fmt.Fprintf(&of, "\n%s %s", page.Blob, s.readiness(session, page.Blob))
		}
		for _, e := range s.seat.NotesOn(session.ID, page) {
			old[page.Blob] = append(old[page.Blob], e)
			of.WriteString(" " + e.ID)
		}
	}
	if before, known := c.done[session.ID]; known && before.of == of.String() {
		s.seat.CarryAgain(session.ID, before.carried)
		return nil
	}
	carried := notes.Carried{Pages: map[notes.Page][]notes.Entry{}, Pending: map[string]bool{}}
	for _, blob := range order {
		at := liesOf(session, blob)
		switch ready := s.readiness(session, blob); {
		case !at.known:
			for _, e := range old[blob] {
				carried.Left = append(carried.Left, notes.Left{Entry: e})
			}
		case ready == pendingWords:
			carried.Pending[blob] = true
		default:
			before, err := s.paperWords(ctx, blob)
			if err != nil {
				return err
			}
			now, err := s.paperWords(ctx, at.document.Blob)
			if err != nil {
				return err
			}
			carried.Carry(at.document.ID, old[blob], before, now)
		}
	}
	c.done[session.ID] = carry{of.String(), carried}
	s.seat.Carry(session.ID, carried)
	return nil
}

const pendingWords = "pending"

// readiness says which words there are to carry marks of some bytes by; pendingWords while they are still coming.
func (s *Station) readiness(session *council.State, blob string) string {
	at := liesOf(session, blob)
	if !at.known {
		return "gone"
	}
	reading, read := session.ReadingOf(at.document)
	if !read {
		return pendingWords // the room reads it
	}
	said := at.document.Blob
	for _, text := range []string{reading.Text, at.issue.Text} {
		state := s.fetcher.State(text)
		switch {
		case text == "":
		case state.Have:
			said += "+" + text
		case state.Err == nil:
			return pendingWords
		}
	}
	return said
}

// paperWords is a paper as notes are carried by it; without pages where nobody knows its words.
func (s *Station) paperWords(ctx context.Context, blob string) (notes.Paper, error) {
	text, _, err := s.Words(ctx, blob)
	if err != nil {
		return notes.Paper{}, err
	}
	return notedPaper(blob, text), nil
}

// notedPaper gives the words of a paper the form of notes.
func notedPaper(blob string, text papertext.Text) notes.Paper {
	paper := notes.Paper{Blob: blob, Leaves: make([]notes.Leaf, len(text.Pages))}
	for i, page := range text.Pages {
		leaf := notes.Leaf{Content: page.Content, Size: image.Pt(page.Width, page.Height), Words: make([]notes.Word, len(page.Words))}
		for n, word := range page.Words {
			leaf.Words[n] = notes.Word{Text: word.Text, Rect: image.Rect(int(word.Box.Left), int(word.Box.Top), int(word.Box.Right), int(word.Box.Bottom))}
		}
		paper.Leaves[i] = leaf
	}
	return paper
}
