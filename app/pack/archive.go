package pack

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"strconv"
)

// archive is a pack in a zip file.
type archive struct {
	bytes  io.ReaderAt
	closer io.Closer
	size   int64
}

func (a archive) Close() error { return a.closer.Close() }

// directoryFor is how many bytes may be read to learn what lies in a zip file, for each file that
// may lie in it. The number of files that a zip tells is not to be trusted, these bytes are.
const directoryFor = 1 << 10

// list reads the zip's directory.
func (a archive) list(limits Limits, found *notes) []*entry {
	rationed := &ration{ReaderAt: a.bytes, left: 256<<10 + directoryFor*int64(limits.Files)}
	directory, err := zip.NewReader(rationed, a.size)
	tooMany := remark(TooManyFiles, "", "limit", strconv.Itoa(limits.Files))
	switch {
	case rationed.left < 0:
		found.fault(tooMany)
		return nil
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // such paths are looked at below
		found.blame(troubled(ZipDamaged, err), "")
		return nil
	case len(directory.File) > limits.Files:
		found.fault(tooMany)
		return nil
	}
	rationed.lifted = true
	for _, file := range directory.File {
		if file.Flags&flagEncrypted != 0 {
			named, _ := zipNames(file)
			found.fault(remark(ZipEncrypted, named))
			return nil
		}
	}
	var entries []*entry
	for _, file := range directory.File {
		raw, others := zipNames(file)
		named, safe := inside(raw)
		mode := file.Mode()
		switch {
		case safe && junk(named):
		case !safe:
			found.fault(remark(PathUnsafe, raw))
		case mode.IsDir():
		default:
			entries = append(entries, zipEntry(file, named, others, mode))
		}
	}
	return entries
}

// flagEncrypted marks a file of a zip that needs a password.
const flagEncrypted = 1

func zipEntry(file *zip.File, named string, others []string, mode fs.FileMode) *entry {
	e := &entry{path: named, size: int64(min(file.UncompressedSize64, 1<<62))}
	for _, other := range others {
		if other, safe := inside(other); safe {
			e.others = append(e.others, other)
		}
	}
	switch {
	case mode&fs.ModeSymlink != 0:
		e.kind = link
	case !mode.IsRegular():
		e.kind = special
	default:
		e.open = func(limits Limits) (io.ReadCloser, error) { return unzip(file, limits) }
	}
	return e
}

// ration is a reader that fails once too much has been read from it, until it is lifted.
type ration struct {
	io.ReaderAt
	left   int64
	lifted bool
}

func (r *ration) ReadAt(p []byte, at int64) (int, error) {
	if r.lifted {
		return r.ReaderAt.ReadAt(p, at)
	}
	if r.left -= int64(len(p)); r.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return r.ReaderAt.ReadAt(p, at)
}
