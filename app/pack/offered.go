package pack

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/office"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// offered makes an agenda of the names of the PDF files and office papers, for packs without session.json: a file is
// an item with one paper, a folder is an item with its files as papers.
func (r *reading) offered(name string) []planned {
	papers := slices.DeleteFunc(slices.Clone(r.tree.entries), func(e *entry) bool { return !r.isPaper(e) })
	if len(papers) == 0 {
		r.found.fault(remark(NothingInside, ""))
		return nil
	}
	r.result.Offered = true
	r.found.remark(remark(FilesOnly, ""))
	session := &r.result.Import.Session
	id := session.ID
	*session = r.options.Bare
	session.ID = id
	session.Title = cmp.Or(r.cut(cmp.Or(clean(session.Title), clean(name)), ""), "—")
	session.Body = cmp.Or(session.Body, council.PeoplesCouncil)
	inNaturalOrder(papers)
	around := r.tree.around(r.isPaper)
	var agenda []planned
	folders := map[string]int{} // place in the agenda
	for _, e := range papers {
		e.visited = true
		title := r.titleOf(e)
		paper := plannedPaper{entry: e, title: title}
		folder, _, within := strings.Cut(strings.TrimPrefix(e.path, around), "/")
		if at, begun := folders[folder]; within && begun {
			agenda[at].papers = append(agenda[at].papers, paper)
			continue
		}
		if within {
			folders[folder] = len(agenda)
			title = cmp.Or(r.cut(spaced(folder), folder), title)
		}
		agenda = append(agenda, planned{
			item: council.Item{ID: r.options.NewID(), Title: title}, papers: []plannedPaper{paper},
		})
	}
	r.tooMany(TooManyItems, len(agenda), maxItems)
	r.tooMany(TooManyPapers, len(papers), maxPapers)
	return agenda
}

func (r *reading) isPaper(e *entry) bool {
	return e.kind == plainFile && (extension(e.path) == ".pdf" || r.isOffice(e))
}

// isOffice reports whether a file is named as an office paper, where somebody can make a PDF of one.
func (r *reading) isOffice(e *entry) bool { return r.options.Convert != nil && office.Named(e.path) }

// inNaturalOrder sorts by name as people count: 2 before 10, "Đề án" after "Dự thảo".
func inNaturalOrder(entries []*entry) {
	order := collate.New(language.Vietnamese, collate.Numeric)
	slices.SortStableFunc(entries, func(a, b *entry) int {
		left, right := strings.Split(a.path, "/"), strings.Split(b.path, "/")
		for i := range min(len(left), len(right)) {
			if by := cmp.Or(order.CompareString(left[i], right[i]), cmp.Compare(left[i], right[i])); by != 0 {
				return by
			}
		}
		return cmp.Compare(len(left), len(right))
	})
}

// titleOf makes a title of a file's name.
func (r *reading) titleOf(e *entry) string {
	base := path.Base(e.path)
	return cmp.Or(r.cut(cmp.Or(spaced(strings.TrimSuffix(base, path.Ext(base))), clean(base)), e.path), "—")
}

// spaced reads underscores as the spaces that they stand for in names of files.
func spaced(name string) string { return clean(strings.ReplaceAll(name, "_", " ")) }

// cut shortens a name to what a title may have, and says so.
func (r *reading) cut(name, where string) string {
	letters := []rune(name)
	if len(letters) <= maxLetters {
		return name
	}
	r.found.remark(remark(TitleCut, where))
	return clean(string(letters[:maxLetters-1]) + "…")
}
