package seat

import (
	"context"
	"encoding/json"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// notebook is what was written on the papers of one session, as far as this device may see it.
type notebook struct {
	stream  change.Stream
	book    *notes.Book
	history *notes.History
	carried notes.Carried  // what became of marks on earlier issues
	carries uint64         // how often that was told
	sealed  []kind.Element // of the holder, under a key that is not here yet
	turn    uint64         // of the seat's notebooks, none of which has the same
}

// notebook returns that of a session. s.mu is held.
func (s *Seat) notebook(session string) *notebook {
	n := s.notebooks[session]
	if n == nil {
		book := notes.NewBook()
		n = &notebook{stream: people.CouncilStream(session), book: book, history: notes.NewHistory(s.standing.Person, book)}
		s.noteTurn++
		n.turn = s.noteTurn
		s.notebooks[session] = n
	}
	return n
}

// foldNote takes one edit in. One that cannot be read hides nothing else. s.mu is held.
func (s *Seat) foldNote(session string, c change.Change) {
	parts := strings.Split(c.Key, "/")
	var element kind.Element
	if c.TakenBack() || len(parts) != 3 || json.Unmarshal(c.Body, &element) != nil {
		return
	}
	element.Owner, element.Place, element.ID = parts[0], parts[1], parts[2]
	s.takeNote(s.notebook(session), element)
}

// takeNote takes one element in, or keeps it until its key is here. s.mu is held.
func (s *Seat) takeNote(n *notebook, element kind.Element) {
	edit, err := notes.Take(n.stream, element, s.opener())
	if err != nil {
		if element.Place == notes.Own {
			n.sealed = append(n.sealed, element)
		}
		return
	}
	n.book.Apply(notes.Layer{Owner: element.Owner, Place: element.Place}, edit)
	if session, is := people.SessionOf(n.stream); is {
		s.finish(session, element.Owner, edit)
	}
	if element.Owner == s.standing.Person {
		n.history.Apply(element.Place, edit)
	}
	s.noteClock.Saw(edit.At, s.config.Now().UnixMilli())
}

// refuseNote notes that the room does not take an act on papers: it goes from the notebook. s.mu is held.
func (s *Seat) refuseNote(answer change.Answer) bool {
	if answer.Outcome != change.Refused {
		return false
	}
	for _, w := range s.waiting {
		if w.command.ID == answer.ID && w.command.Kind == notes.Add && w.person == s.standing.Person {
			s.noteRefusal = answer.Code
			return true
		}
	}
	return false
}

// NoteRefusal says once why the room did not take what the holder did on papers; empty where it took all.
func (s *Seat) NoteRefusal() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := s.noteRefusal
	s.noteRefusal = ""
	return code
}

// opener opens what the keys that are here open. s.mu is held.
func (s *Seat) opener() *notes.Opener {
	if s.noteOpener == nil {
		s.noteOpener = notes.NewOpener(s.noteKeys.person, s.noteKeys.pairs...)
		for _, writer := range s.noteKeys.writers {
			s.noteOpener.Own(writer)
		}
	}
	return s.noteOpener
}

// reopenNotes tries what was sealed once more, for keys have come. s.mu is held.
func (s *Seat) reopenNotes() {
	s.noteOpener = nil
	for _, n := range s.notebooks {
		sealed := n.sealed
		n.sealed = nil
		for _, element := range sealed {
			s.takeNote(n, element)
		}
	}
}

// handNotes is for when another person holds the device: what was written is theirs or not by who they are. s.mu
// is held.
func (s *Seat) handNotes(person string) {
	s.dropUnfinished()
	if s.noteKeys.person != person {
		s.noteKeys = noteKeys{}
	}
	if person == "" {
		s.noteCard = nil
	}
	s.noteOpener, s.notebooks = nil, map[string]*notebook{}
	for _, held := range s.facts {
		for _, c := range held {
			if session, ok := people.SessionOf(c.Stream); ok && c.Kind == notes.Fact {
				s.foldNote(session, c)
			}
		}
	}
	s.pendingNotes()
}

// pendingNotes lays what waits in the outbox over the notebooks: it was written here. s.mu is held.
func (s *Seat) pendingNotes() {
	for _, w := range s.waiting {
		session, ok := people.SessionOf(w.command.Stream)
		var piece kind.Piece
		if ok && w.command.Kind == notes.Add && w.person == s.standing.Person && json.Unmarshal(w.command.Body, &piece) == nil {
			s.takeNote(s.notebook(session), kind.Element{Owner: w.person, Place: piece.Place, ID: piece.ID, Body: piece.Body})
		}
	}
}

// NotesOn returns what is written on one page, the holder's own and what others share with them, in the order
// of its making. Nobody changes what is returned.
func (s *Seat) NotesOn(session string, page notes.Page) []notes.Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.notebooks[session]; n != nil {
		return n.with(page, n.book.On(page))
	}
	return nil
}

// NotesRevision is a number that is another one once what NotesOn returns of a page is something else. It answers at
// once, however much is written there.
func (s *Seat) NotesRevision(session string, page notes.Page) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.notebooks[session]; n != nil {
		return n.turn<<32 + n.book.Revision(page) + n.carries
	}
	return 0
}

// NotesHistory says whether there is an act of the holder to take back in a session, and an undo.
func (s *Seat) NotesHistory(session string) (undo, redo bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.notebooks[session]; n != nil {
		return n.history.CanUndo(), n.history.CanRedo()
	}
	return false, false
}

// NotedPages returns the pages of a session that something is written on.
func (s *Seat) NotedPages(session string) []notes.Page {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.notebooks[session]; n != nil {
		return n.pages()
	}
	return nil
}

// LockedNotes is how many edits of the holder wait for a card or a recovery sheet.
func (s *Seat) LockedNotes(session string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.notebooks[session]; n != nil {
		return len(n.sealed)
	}
	return 0
}

// WriteNotes puts one act of the holder on papers: its parts are durable on this device when nil is returned, are
// shown at once, and go to the room by themselves. *people.Refusal where the holder has no key to write for.
func (s *Seat) WriteNotes(ctx context.Context, session string, act ...notes.Placed) error {
	s.mu.Lock()
	writer, person := s.noteKeys.writer, s.standing.Person
	s.mu.Unlock()
	stream := people.CouncilStream(session)
	var parts []notes.Placed
	for _, placed := range act {
		if placed.Place == notes.Own && writer == nil {
			s.WantNotes()
			return &people.Refusal{Code: "notes.no-key"}
		}
		for _, m := range placed.Edit.Adds {
			if m.Author != "" && m.Author != person { // somebody else took the device this moment
				return &people.Refusal{Code: "person.changed"}
			}
		}
		split, err := placed.Edit.Split(s.config.NewID)
		if err != nil {
			return err
		}
		for _, edit := range split {
			parts = append(parts, notes.Placed{Place: placed.Place, Edit: edit})
		}
	}
	for _, part := range parts {
		if err := part.Edit.Check(); err != nil {
			return err
		}
		command, err := part.Command(stream, writer)
		if err != nil {
			return err
		}
		command.ID, command.Person = s.config.NewID(), person
		err = s.give(ctx, command, func() {
			n := s.notebook(session)
			n.book.Apply(notes.Layer{Owner: person, Place: part.Place}, part.Edit)
			n.history.Apply(part.Place, part.Edit)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// NoteMoment is the time of an act of the holder's, later than everything that this device has seen.
func (s *Seat) NoteMoment() notes.Moment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.noteClock.Now(s.config.Now().UnixMilli())
}

// UndoNotes takes the holder's last act on papers of a session back, and RedoNotes the last undo. False where there
// is none.
func (s *Seat) UndoNotes(ctx context.Context, session string) (bool, error) {
	return s.invert(ctx, session, (*notes.History).Undo)
}

// RedoNotes is UndoNotes for the last undo.
func (s *Seat) RedoNotes(ctx context.Context, session string) (bool, error) {
	return s.invert(ctx, session, (*notes.History).Redo)
}

func (s *Seat) invert(ctx context.Context, session string, how func(*notes.History, func() string, notes.Moment) []notes.Placed) (bool, error) {
	at := s.NoteMoment()
	s.mu.Lock()
	act := how(s.notebook(session).history, s.config.NewID, at)
	s.mu.Unlock()
	if len(act) == 0 {
		return false, nil
	}
	return true, s.WriteNotes(ctx, session, act...)
}
