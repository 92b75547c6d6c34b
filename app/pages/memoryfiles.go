package pages

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// memoryFiles is a read-only file system: contents by slash-separated path. Folders are implied.
type memoryFiles map[string][]byte

// Open implements [fs.FS].
func (m memoryFiles) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if data, ok := m[name]; ok {
		return &memoryFile{Reader: bytes.NewReader(data), entry: entry{path.Base(name), int64(len(data)), false}}, nil
	}
	folder := &memoryFolder{entry: entry{path.Base(name), 0, true}}
	for file, data := range m {
		inside, ok := strings.CutPrefix(file, name+"/")
		if name == "." {
			inside, ok = file, true
		}
		if !ok {
			continue
		}
		child, _, deeper := strings.Cut(inside, "/")
		item := entry{child, int64(len(data)), deeper}
		if deeper {
			item.size = 0
		}
		if !slices.Contains(folder.children, fs.DirEntry(item)) {
			folder.children = append(folder.children, item)
		}
	}
	if folder.children == nil && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortFunc(folder.children, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return folder, nil
}

// entry describes a file or folder.
type entry struct {
	name   string
	size   int64
	folder bool
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) IsDir() bool                { return e.folder }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }

func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// memoryFile is an open file; reading and seeking are the reader's.
type memoryFile struct {
	*bytes.Reader
	entry entry
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *memoryFile) Close() error               { return nil }

// memoryFolder is an open folder.
type memoryFolder struct {
	entry    entry
	children []fs.DirEntry
	given    int
}

func (f *memoryFolder) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *memoryFolder) Close() error               { return nil }

func (f *memoryFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.entry.name, Err: fs.ErrInvalid}
}

// ReadDir implements [fs.ReadDirFile].
func (f *memoryFolder) ReadDir(count int) ([]fs.DirEntry, error) {
	rest := f.children[f.given:]
	if count <= 0 {
		f.given = len(f.children)
		return rest, nil
	}
	if len(rest) == 0 {
		return nil, io.EOF
	}
	part := rest[:min(count, len(rest))]
	f.given += len(part)
	return part, nil
}
