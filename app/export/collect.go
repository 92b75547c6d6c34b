// Package export puts what a person noted on papers into files: a copy of each paper with the notes as annotations
// (app/annotate), and a list of them on paper and as text. What is written is out in the open: it is sealed for nobody.
// Why it is so stands in docs/decisions/19-export.md.
package export

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/print"
)

// Paper is one issue of a paper that a person has noted something on.
type Paper struct {
	Document string // id in the session; empty where no paper in force has these bytes any more
	Title    string // empty where it is not known any more
	Blob     string
	Revision int // 1 …; 0 where it is not known
	Notes    []notes.Entry
}

// Collect returns what a person noted, by papers in the order of the agenda; behind them issues that are in force no
// more. What others show the person is not theirs to take along, and what is still locked is not in the pages.
func Collect(state *council.State, person string, pages []notes.Page, on func(notes.Page) []notes.Entry) []Paper {
	own := map[string][]notes.Entry{}
	for _, page := range pages {
		for _, entry := range on(page) {
			if entry.Author == person {
				own[page.Blob] = append(own[page.Blob], entry)
			}
		}
	}
	var papers []Paper
	take := func(p Paper) {
		if p.Notes = own[p.Blob]; len(p.Notes) > 0 {
			papers = append(papers, p)
			delete(own, p.Blob)
		}
	}
	document := func(d council.Document, id string) {
		take(Paper{Document: id, Title: cmp.Or(d.Title, d.Short), Blob: d.Blob, Revision: d.Revision})
	}
	for _, item := range state.Agenda() {
		for _, d := range state.Papers(item.ID) {
			document(d, d.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(state.Documents)) { // withdrawn
		document(state.Documents[id], "")
	}
	for _, page := range pages {
		take(Paper{Blob: page.Blob})
	}
	return papers
}

// Count is how many things are noted on the paper; handwriting of a page is one for each tool.
func (p Paper) Count() int { return len(lines(&assets.Words{}, p.Notes)) }

// list is everything that was noted, as it is printed.
func (e Errand) list() print.NoteList {
	l := print.NoteList{Owner: e.Owner, Office: e.Office, Session: e.Session}
	for _, p := range e.Papers {
		l.Papers = append(l.Papers, print.NotedPaper{Title: p.title(e.Words), Issue: p.issue(e.Words), Notes: lines(e.Words, p.Notes)})
	}
	return l
}

func (p Paper) title(words *assets.Words) string {
	if p.Title == "" {
		return words.Say("export.paper.gone")
	}
	return p.Title
}

// issue says which one it is, where there is more than one.
func (p Paper) issue(words *assets.Words) string {
	if p.Revision > 1 {
		return words.Say("export.paper.issue", "number", p.Revision)
	}
	return ""
}

// lines are the notes of one paper, page by page; handwriting of a page is one line.
func lines(words *assets.Words, entries []notes.Entry) []print.NoteLine {
	var all []print.NoteLine
	type strokes struct {
		page int
		tool ink.Tool
	}
	drawn, counts := map[strokes]int{}, map[strokes]int{}
	for _, entry := range entries {
		line := print.NoteLine{Page: entry.Anchor.Page + 1, Kind: words.Say("export.kind." + string(entry.Kind)), At: entry.At.Millis}
		switch entry.Kind {
		case notes.Ink:
			stroke, err := ink.Decode(entry.Stroke)
			if err != nil {
				continue
			}
			key := strokes{entry.Anchor.Page, stroke.Tool}
			counts[key]++
			line.Kind = words.Say("export.kind.ink." + string(stroke.Tool))
			line.Words = words.Say("export.strokes", "count", counts[key])
			if at, known := drawn[key]; known {
				line.At = max(line.At, all[at].At)
				all[at] = line
				continue
			}
			drawn[key] = len(all)
		case notes.Sticky:
			line.Words = entry.Text
		case notes.Stamped:
			line.Words = words.Say("export.stamp." + string(entry.Stamp))
		default:
			line.Words = fmt.Sprintf("“%s”", entry.Anchor.Quote)
		}
		if entry.OtherOf != "" {
			line.Kind = words.Say("export.other", "kind", line.Kind)
		}
		all = append(all, line)
	}
	slices.SortStableFunc(all, func(a, b print.NoteLine) int { return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.At, b.At)) })
	return all
}
