package notebook

import "context"

// Exports puts what the holder noted on papers into files. Export and Browse may take long, and are called from
// goroutines of their own; all else answers at once.
type Exports interface {
	// Noted are the papers of a session that the holder has noted something on that is open, in order.
	Noted(session string) []NotedPaper
	// OwnFolder is where files lie that go when the tablet is given back.
	OwnFolder() string
	// Here tells whether any lie there now.
	Here() bool
	// Browse lists the folders within one; an empty path is where to begin. *ExportFault where it cannot be read.
	Browse(ctx context.Context, path string) (Folders, error)
	// Export writes the files; progress is called from any goroutine. *ExportFault where a disk does not take them, and
	// ctx's error where it ended: nothing is left then.
	Export(ctx context.Context, wanted Export, progress func(ExportProgress)) (Exported, error)
	// OpenFolder shows a folder with the system's own program.
	OpenFolder(path string) error
}

// NotedPaper is a paper with how many things are noted on it; handwriting of a page is one.
type NotedPaper struct {
	Document string // empty where it is to be seen no more
	Blob     string
	Title    string
	Notes    int
}

// Folders is what lies in a folder.
type Folders struct {
	Path   string // empty where to begin
	Up     string // the folder above; empty where that is where to begin
	Within []Folder
}

// Folder is a place that files may go to. Its words stand under "export.place."+Kind.
type Folder struct{ Kind, Name, Path string }

// Export is what is to be written.
type Export struct {
	Session string
	Papers  []NotedPaper
	List    bool   // of all notes, besides
	Folder  string // empty: the own one
}

// ExportProgress says which file is under way.
type ExportProgress struct {
	Done, Total int
	Title       string
}

// Exported is what was written.
type Exported struct {
	Folder  string
	Files   int
	Remarks []ExportRemark
}

// ExportRemark is what is told of one paper. The sentence stands under "export.remark."+Code.
type ExportRemark struct {
	Title, Code string
	Count       int
}

// ExportFault is why a disk did not take files. The sentence stands under "export.failed."+Code.
type ExportFault struct {
	Code string
	Err  error // for the log
}

// Error is for logs.
func (f *ExportFault) Error() string { return "export fault: " + f.Code + ": " + f.Err.Error() }

// Unwrap gives the cause.
func (f *ExportFault) Unwrap() error { return f.Err }
