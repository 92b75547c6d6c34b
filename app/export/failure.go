package export

import (
	"errors"
	"io/fs"
	"syscall"

	"congso.vn/congso/storage"
)

// Failure is why a disk did not take an export. Its sentence stands under "export.failed."+Code.
type Failure struct {
	Code string
	Path string
	Err  error
}

// The codes of failures.
const (
	Full   = "full"   // no room is left
	Denied = "denied" // nobody may write there
	Gone   = "gone"   // the folder is not there: a stick was pulled out
	Unfit  = "write"  // anything else
)

// FailureCodes are all codes there are, for whoever keeps their sentences.
func FailureCodes() []string { return []string{Full, Denied, Gone, Unfit} }

func (f *Failure) Error() string { return "export: " + f.Code + ": " + f.Err.Error() }

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Failed says why a disk did not take something at a path.
func Failed(path string, err error) *Failure {
	f := &Failure{Unfit, path, err}
	switch {
	case storage.IsFull(err):
		f.Code = Full
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		f.Code = Denied
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		f.Code = Gone
	}
	return f
}
