package pages

import (
	"errors"
	"fmt"
)

// Code names one way in which a document or page cannot be shown. The user interface has a sentence
// for each. Codes are written strings: they travel between processes and are only ever added to.
type Code string

// The codes of [Error].
const (
	CodeEncrypted   Code = "encrypted"   // needs a password
	CodeDamaged     Code = "damaged"     // is a PDF, but cannot be read
	CodeNotPDF      Code = "not-pdf"     // is something else
	CodeNoPages     Code = "no-pages"    // is readable and has nothing to show
	CodeNoSuchPage  Code = "no-page"     // has fewer pages than asked for
	CodeTooLarge    Code = "too-large"   // exceeds a limit in bytes, pages or pixels
	CodeTooSlow     Code = "too-slow"    // did not answer within the hard limit
	CodeCrashed     Code = "crashed"     // took the worker down with it
	CodeUnreadable  Code = "unreadable"  // its bytes could not be had from the source
	CodeUnknown     Code = "unknown"     // was never opened here, or was forgotten
	CodeUnavailable Code = "unavailable" // no worker can be started
	CodeClosed      Code = "closed"      // the renderer has stopped
)

// Codes are all codes there are, for whoever keeps their sentences.
func Codes() []Code {
	return []Code{
		CodeEncrypted, CodeDamaged, CodeNotPDF, CodeNoPages, CodeNoSuchPage, CodeTooLarge, CodeTooSlow,
		CodeCrashed, CodeUnreadable, CodeUnknown, CodeUnavailable, CodeClosed,
	}
}

// NoPage is the Page of an [Error] that concerns a whole document.
const NoPage = -1

// Error is why a document or one of its pages cannot be shown.
type Error struct {
	Code Code
	// Page counts from 0; NoPage if it is about the whole document.
	Page int
	// Err is the cause, for the log and never for the screen. May be nil.
	Err error
}

// One of each code to compare with by [errors.Is]; page and cause do not matter in the comparison.
var (
	ErrEncrypted   = &Error{Code: CodeEncrypted, Page: NoPage}
	ErrDamaged     = &Error{Code: CodeDamaged, Page: NoPage}
	ErrNotPDF      = &Error{Code: CodeNotPDF, Page: NoPage}
	ErrNoPages     = &Error{Code: CodeNoPages, Page: NoPage}
	ErrNoSuchPage  = &Error{Code: CodeNoSuchPage, Page: NoPage}
	ErrTooLarge    = &Error{Code: CodeTooLarge, Page: NoPage}
	ErrTooSlow     = &Error{Code: CodeTooSlow, Page: NoPage}
	ErrCrashed     = &Error{Code: CodeCrashed, Page: NoPage}
	ErrUnreadable  = &Error{Code: CodeUnreadable, Page: NoPage}
	ErrUnknown     = &Error{Code: CodeUnknown, Page: NoPage}
	ErrUnavailable = &Error{Code: CodeUnavailable, Page: NoPage}
	ErrClosed      = &Error{Code: CodeClosed, Page: NoPage}
)

// Error is for logs.
func (e *Error) Error() string {
	text := "pages: " + string(e.Code)
	if e.Page != NoPage {
		text += fmt.Sprintf(", page index %d", e.Page)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is compares codes alone.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// fault is an Error made in one breath. A page below 0 is none.
func fault(code Code, page int, cause error) *Error {
	return &Error{Code: code, Page: max(page, NoPage), Err: cause}
}

// codeOf is the code of any error that a worker met; what has none took the worker down.
func codeOf(err error) Code {
	var own *Error
	if errors.As(err, &own) {
		return own.Code
	}
	return CodeCrashed
}
