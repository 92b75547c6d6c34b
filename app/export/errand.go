package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/app/annotate"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/print"
)

// Source has the papers.
type Source interface {
	// ReadPaper returns the bytes of a paper that is here, or an error where it is not.
	ReadPaper(ctx context.Context, blob string) ([]byte, error)
	// ShownPages is how many pages a paper showed when it was opened; 0 where it was not.
	ShownPages(blob string) int
}

// Errand is one export.
type Errand struct {
	Papers                 []Paper
	Owner, Office, Session string
	List                   bool   // a list of all notes besides
	Folder                 string // where the folder of the export is made; it is there
	Words                  *assets.Words
	At                     time.Time
	Letter, Strong         *annotate.Lettering // what words are drawn with in copies, and those of stamps
}

// Progress says how far an export is.
type Progress struct {
	Done, Total int    // files
	Title       string // what is under way
}

// Remark is what a person is told of one paper. Its sentence stands under "export.remark."+Code.
type Remark struct {
	Title string
	Code  string
	Count int // notes that it is about
}

// The codes of remarks, beside those of annotate's faults, whose papers stand in the list alone.
const (
	NotHere   = "not-here"  // the paper's bytes are not on this device: its notes stand in the list alone
	Mended    = "mended"    // its table of contents was broken, and was made anew
	Forbidden = "forbidden" // its signer allowed no annotations: readers may say that it was changed
	NoPage    = "no-page"   // notes on pages that it does not have: they stand in the list alone
)

// RemarkCodes are all codes of remarks, for whoever keeps their sentences.
func RemarkCodes() []string {
	codes := []string{NotHere, Mended, Forbidden, NoPage}
	for _, code := range annotate.Codes() {
		codes = append(codes, string(code))
	}
	return codes
}

// Result is what came of an export.
type Result struct {
	Folder  string // that the files lie in
	Files   int
	Remarks []Remark
}

// Run writes the files. They lie in a folder of their own, which has its name only when all is written: ended before,
// or with an error, nothing is left. progress may be nil. *Failure where the disk does not take them; ctx's error where
// it ended.
func (e Errand) Run(ctx context.Context, from Source, progress func(Progress)) (Result, error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	work, err := os.MkdirTemp(e.Folder, ".congso-")
	if err != nil {
		return Result{}, Failed(e.Folder, err)
	}
	defer os.RemoveAll(work) // nothing is there any more once it has its name
	files := folder{path: work, taken: map[string]bool{}}
	result := Result{}
	total, list := len(e.Papers), e.List
	if list {
		total++
	}
	for done, paper := range e.Papers {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		progress(Progress{done, total, paper.title(e.Words)})
		remarks, err := e.copy(ctx, from, paper, &files)
		if err != nil {
			return Result{}, err
		}
		for _, remark := range remarks {
			remark.Title = paper.title(e.Words)
			list = list || remark.Code != Mended && remark.Code != Forbidden // or those notes would stand nowhere
			result.Remarks = append(result.Remarks, remark)
		}
	}
	if list {
		progress(Progress{len(e.Papers), max(total, len(e.Papers)+1), e.Words.Say("print.notes.kind")})
		if err := e.lists(&files); err != nil {
			return Result{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	result.Files = len(files.taken)
	name := fileName(e.Words.Say("export.folder", "name", e.Owner, "at", e.At.Format("2006-01-02 15.04.05")), "congso")
	if result.Folder, err = files.rename(e.Folder, name); err != nil {
		return Result{}, Failed(e.Folder, err)
	}
	progress(Progress{total, total, ""})
	return result, nil
}

// copy writes a paper with its notes, or remarks why it cannot be.
func (e Errand) copy(ctx context.Context, from Source, p Paper, files *folder) ([]Remark, error) {
	data, err := from.ReadPaper(ctx, p.Blob)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err != nil {
		return []Remark{{Code: NotHere, Count: len(p.Notes)}}, nil
	}
	var marks []notes.Mark
	for _, entry := range p.Notes {
		marks = append(marks, entry.Mark)
	}
	title := p.title(e.Words)
	if issue := p.issue(e.Words); issue != "" {
		title += " – " + issue
	}
	made, err := annotate.Increment(data, marks, annotate.Options{
		Author: e.Owner, Title: e.Words.Say("export.title", "title", title), Notice: e.Words.Say("export.notice"), At: e.At,
		Pages: from.ShownPages(p.Blob), Letter: e.Letter, Strong: e.Strong,
		Stamps: map[notes.Stamp]string{notes.Agree: e.Words.Say("export.stamp.agree"), notes.Review: e.Words.Say("export.stamp.review")},
	})
	if fault, is := errors.AsType[*annotate.Fault](err); is {
		return []Remark{{Code: string(fault.Code), Count: len(p.Notes)}}, nil
	}
	if err != nil {
		return nil, err
	}
	var remarks []Remark
	if len(made.Left) > 0 {
		remarks = append(remarks, Remark{Code: NoPage, Count: len(made.Left)})
	}
	if made.Written == 0 {
		return remarks, nil
	}
	if made.Mended {
		remarks = append(remarks, Remark{Code: Mended, Count: made.Written})
	}
	if made.Forbidden {
		remarks = append(remarks, Remark{Code: Forbidden, Count: made.Written})
	}
	return remarks, files.write(fileName(e.Words.Say("export.file", "title", title), "congso"), ".pdf", func(file *os.File) error {
		if _, err := file.Write(data); err != nil {
			return err
		}
		_, err := file.Write(made.Tail)
		return err
	})
}

// lists writes the list of all notes, on paper and as text.
func (e Errand) lists(files *folder) error {
	press, list := print.Press{Words: e.Words, At: e.At}, e.list()
	name := fileName(e.Words.Say("export.list"), "congso")
	err := files.write(name, ".pdf", func(file *os.File) error { return press.Notes(file, list) })
	if err != nil {
		return err
	}
	return files.write(name, ".txt", func(file *os.File) error { return press.NotesText(file, list) })
}

// folder is where files are written to.
type folder struct {
	path  string
	taken map[string]bool // names, as a disk sees them that does not tell small letters from capitals
}

// write makes one file, whole and on the disk, under a name that none has yet.
func (f *folder) write(name, ending string, fill func(*os.File) error) error {
	full := free(name, ending, func(name string) bool { return f.taken[folded(name)] })
	f.taken[folded(full)] = true
	file, err := os.OpenFile(filepath.Join(f.path, full), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Failed(f.path, err)
	}
	err = fill(file)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return Failed(f.path, err)
	}
	return nil
}

// rename gives the folder its name, another one where that is taken.
func (f *folder) rename(into, name string) (string, error) {
	full := free(name, "", func(name string) bool {
		_, err := os.Lstat(filepath.Join(into, name))
		return err == nil
	})
	path := filepath.Join(into, full)
	return path, os.Rename(f.path, path)
}
