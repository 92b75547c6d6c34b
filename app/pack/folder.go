package pack

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"syscall"
)

// folder is a pack that lies in a folder. os.Root keeps every path inside it.
type folder struct{ root *os.Root }

func (f folder) Close() error { return f.root.Close() }

// list walks the folder without following links and without opening anything that is not a folder.
func (f folder) list(limits Limits, found *notes) []*entry {
	var entries []*entry
	seen := 0
	folders := []string{"."}
	for len(folders) > 0 {
		at := folders[len(folders)-1]
		folders = folders[:len(folders)-1]
		err := f.names(at, func(child fs.DirEntry) error {
			if seen++; seen > limits.Files {
				return troubled(TooManyFiles, nil, "limit", strconv.Itoa(limits.Files))
			}
			raw := path.Join(at, child.Name())
			named, safe := inside(raw)
			switch mode := child.Type(); {
			case junk(named):
			case !safe:
				found.fault(remark(PathUnsafe, raw))
			case mode.IsDir():
				folders = append(folders, raw)
			default:
				e, err := f.entry(raw, named, mode)
				if err != nil {
					return err
				}
				entries = append(entries, e)
			}
			return nil
		})
		if err != nil {
			found.blame(err, path.Clean("/" + at)[1:])
			if troubleOf(err).remark.Code == TooManyFiles {
				return nil
			}
		}
	}
	slices.SortFunc(entries, func(a, b *entry) int { return cmp.Compare(a.path, b.path) })
	return entries
}

// names calls each with what lies in one folder, a few at a time: a folder may hold millions.
func (f folder) names(at string, each func(fs.DirEntry) error) error {
	directory, err := f.root.OpenFile(at, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer directory.Close() // only read
	for {
		children, err := directory.ReadDir(256)
		for _, child := range children {
			if err := each(child); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

func (f folder) entry(raw, named string, mode fs.FileMode) (*entry, error) {
	e := &entry{path: named}
	switch {
	case mode&fs.ModeSymlink != 0:
		e.kind = link
	case !mode.IsRegular():
		e.kind = special
	default:
		info, err := f.root.Lstat(raw)
		if err != nil {
			return nil, err
		}
		e.size = info.Size()
		e.open = func(limits Limits) (io.ReadCloser, error) { return f.open(raw, info, limits) }
	}
	return e, nil
}

// open opens the file that was found, and no other that took its place since: a pipe put there
// would be waited for, a link would be followed.
func (f folder) open(raw string, found fs.FileInfo, limits Limits) (io.ReadCloser, error) {
	if found.Size() > limits.File {
		return nil, troubled(FileTooLarge, nil, "limit", inMebibytes(limits.File))
	}
	file, err := f.root.OpenFile(raw, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, errors.Join(err, file.Close())
	case !info.Mode().IsRegular() || !os.SameFile(found, info):
		return nil, errors.Join(troubled(FileChanged, nil), file.Close())
	}
	return file, nil
}
