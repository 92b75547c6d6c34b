package print

import (
	"fmt"
	"io"
	"strings"
)

// NoteList (danh sách ghi chú) is what a person noted on papers, for the person alone: no official paper, and it
// says so.
type NoteList struct {
	Owner   string // the name
	Office  string
	Session string // its title
	Papers  []NotedPaper
}

// NotedPaper is one issue of a paper with what was noted on it.
type NotedPaper struct {
	Title string
	Issue string // "Bản 2"; empty where there is one alone
	Notes []NoteLine
}

// NoteLine is one note, or all handwriting of a page.
type NoteLine struct {
	Page  int    // from 1
	Kind  string // as it is read
	Words string
	At    int64 // milliseconds since 1970
}

// Count is how many lines there are.
func (l NoteList) Count() int {
	lines := 0
	for _, paper := range l.Papers {
		lines += len(paper.Notes)
	}
	return lines
}

// Notes prints the list. Refusal Empty where nothing was noted.
func (p Press) Notes(w io.Writer, l NoteList) error {
	if l.Count() == 0 {
		return Refusal{Empty}
	}
	s := p.newSheet(p.Words.Say("print.notes.file", "name", clean(l.Owner)))
	s.newPage()
	s.centre(p.Words.Say("print.notes.kind"), bold, bodySize, 0)
	s.centre(safe(l.Owner), bold, bodySize, 0)
	s.centre(p.Words.Say("print.result.session.short", "session", safe(l.Session), "office", safe(l.Office)), upright, 13, 2)
	s.centre(p.Words.Say("print.notes.private"), italic, 12, 2)
	s.fact("print.notes.at", "at", s.moment(p.At.UnixMilli()))
	for _, paper := range l.Papers {
		if len(paper.Notes) == 0 {
			continue
		}
		title := safe(paper.Title)
		if paper.Issue != "" {
			title += " (" + safe(paper.Issue) + ")"
		}
		s.mark(title, 0)
		table := Table{Caption: title, Size: 11.5, Columns: []Column{
			{Title: p.Words.Say("print.column.page"), Width: 14, Align: "center"},
			{Title: p.Words.Say("print.notes.what"), Width: 24},
			{Title: p.Words.Say("print.notes.words"), Width: 91},
			{Title: p.Words.Say("print.notes.when"), Width: 29, Align: "center"},
		}}
		for _, note := range paper.Notes {
			table.Rows = append(table.Rows, Row{Cells: []string{fmt.Sprint(note.Page), safe(note.Kind), safe(note.Words), s.minute(note.At)}})
		}
		s.table(table)
	}
	return s.finish(w)
}

// minute says a time with its day, for narrow columns.
func (s *sheet) minute(millis int64) string { return s.at(millis).Format("15:04 02/01/2006") }

// NotesText writes the list as plain text in UTF-8, a line for each note.
func (p Press) NotesText(w io.Writer, l NoteList) error {
	if l.Count() == 0 {
		return Refusal{Empty}
	}
	say := p.Words.Say
	at := func(millis int64) string {
		return (&sheet{words: p.Words, zone: p.At.Location()}).minute(millis)
	}
	var out strings.Builder
	line := func(text string) { out.WriteString(text + "\n") }
	line(say("print.notes.kind"))
	line(clean(l.Owner))
	line(say("print.result.session.short", "session", clean(l.Session), "office", clean(l.Office)))
	line(say("print.notes.private"))
	line(say("print.notes.at", "at", at(p.At.UnixMilli())))
	for _, paper := range l.Papers {
		if len(paper.Notes) == 0 {
			continue
		}
		line("")
		title := clean(paper.Title)
		if paper.Issue != "" {
			title += " (" + clean(paper.Issue) + ")"
		}
		line(title)
		for _, note := range paper.Notes {
			words := clean(note.Words)
			if words != "" {
				words = ": " + words
			}
			line(say("print.notes.line", "page", note.Page, "kind", clean(note.Kind), "at", at(note.At)) + words)
		}
	}
	_, err := io.WriteString(w, out.String())
	if err != nil {
		return fmt.Errorf("print: write text: %w", err)
	}
	return nil
}
