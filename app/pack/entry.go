package pack

import (
	"io"
	"path"
	"strings"
)

// entry is one file, or something that is no file, at a place in the pack.
type entry struct {
	path    string   // from the pack's top, composed
	others  []string // other readings of a name whose alphabet the zip file does not tell
	kind    entryKind
	size    int64                               // as told; not to be trusted
	open    func(Limits) (io.ReadCloser, error) // of a plain file only
	visited bool                                // listed in session.json, or taken otherwise
}

type entryKind int // never stored

const (
	plainFile entryKind = iota
	link
	special // a pipe, a device
)

// tree is what lies in a pack, by name.
type tree struct {
	entries []*entry // in the order in which they were found, without junk
	byName  map[string]*entry
}

// plant takes the entries of a source: junk goes, a single folder around everything is stepped
// into, and two files of one name are a fault.
func plant(entries []*entry, found *notes) *tree {
	t := &tree{byName: map[string]*entry{}}
	for _, e := range entries {
		if !junk(e.path) {
			t.entries = append(t.entries, e)
		}
	}
	t.stepInto()
	for _, e := range t.entries {
		name := sameAs(e.path)
		if other, taken := t.byName[name]; taken {
			found.fault(remark(SameName, e.path, "other", other.path))
			continue
		}
		t.byName[name] = e
	}
	t.readOtherwise()
	return t
}

// readOtherwise adds the other readings of names. One that two files share names neither.
func (t *tree) readOtherwise() {
	meant := map[string]*entry{}
	for _, e := range t.entries {
		for _, other := range e.others {
			name := sameAs(other)
			if before, shared := meant[name]; shared && before != e {
				meant[name] = nil
			} else {
				meant[name] = e
			}
		}
	}
	for name, e := range meant {
		if _, taken := t.byName[name]; !taken && e != nil {
			t.byName[name] = e
		}
	}
}

// stepInto takes away the folders that everything lies in: a zip made of a folder has one.
func (t *tree) stepInto() {
	around := t.around(func(e *entry) bool { return e.kind == plainFile })
	if around == "" {
		return
	}
	for _, e := range t.entries {
		e.path = strings.TrimPrefix(e.path, around)
		for i, other := range e.others { // its folder may read otherwise, but is as deep
			e.others[i] = strings.Join(strings.Split(other, "/")[strings.Count(around, "/"):], "/")
		}
	}
}

// around returns the folders that all entries of a kind lie in, "a/b/"; empty for none.
func (t *tree) around(belongs func(*entry) bool) string {
	var common string
	first := true
	for _, e := range t.entries {
		if !belongs(e) {
			continue
		}
		folder, _ := path.Split(e.path)
		if first {
			common, first = folder, false
		}
		for !strings.HasPrefix(folder, common) {
			common, _ = path.Split(strings.TrimSuffix(common, "/"))
		}
	}
	return common
}

// find returns the entry of a name, however its letters are composed and of whichever case.
func (t *tree) find(name string) (*entry, bool) {
	e, ok := t.byName[sameAs(name)]
	return e, ok
}

// leftOver remarks on everything that nothing in the pack speaks of.
func (t *tree) leftOver(found *notes) {
	for _, e := range t.entries {
		switch {
		case e.visited:
		case e.kind == link:
			found.remark(remark(LinkLeftOut, e.path))
		case e.kind == special:
			found.remark(remark(SpecialLeftOut, e.path))
		case nested(e.path):
			found.remark(remark(ArchiveNested, e.path))
		default:
			found.remark(remark(FileUnlisted, e.path))
		}
	}
}
