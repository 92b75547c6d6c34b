// Package office turns office papers (tài liệu văn phòng: Word, Excel, PowerPoint, OpenDocument, RTF) into PDF, by
// LibreOffice in a process of its own. A paper comes from outside: what it is is found by its bytes and not by its
// name, what is encrypted, bears macros or grows without end is refused before LibreOffice sees it, and LibreOffice
// sees nothing but the paper, its own program and the fonts (docs/decisions/20-office-papers.md).
package office

import (
	"errors"
	"fmt"
	"path"
	"strings"
)

// Code says what is wrong with an office paper, or with who should turn it. The sentence of each stands under
// "office."+Code. They travel: only ever add.
type Code string

// The codes.
const (
	CodeNotInstalled Code = "not-installed" // there is no LibreOffice
	CodeUnknown      Code = "unknown"       // no office paper that is taken
	CodeDamaged      Code = "damaged"       // cut off, or not what it begins as
	CodeEncrypted    Code = "encrypted"     // wants a password
	CodeMacros       Code = "macros"        // brings programs along
	CodeTooLarge     Code = "too-large"     // of itself, unpacked, or in the memory that it takes
	CodeTooSlow      Code = "too-slow"      // not turned within the limit
	CodeFailed       Code = "failed"        // LibreOffice makes no PDF of it
)

// Error is why an office paper was not turned. It is nothing that will be otherwise another time, but for
// CodeNotInstalled.
type Error struct {
	Code  Code
	Cause error // for the log; may be nil
}

// Error implements error.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("office: %s: %v", e.Code, e.Cause)
	}
	return "office: " + string(e.Code)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

func refuse(code Code, cause error) error { return &Error{code, cause} }

// CodeOf is the code of an error; false where it is none of an office paper.
func CodeOf(err error) (Code, bool) {
	refused, ok := errors.AsType[*Error](err)
	if !ok {
		return "", false
	}
	return refused.Code, true
}

// MaxSize is the largest office paper that is taken, in bytes.
const MaxSize = 128 << 20

// Extensions are the names' ends of what is taken, with their dots.
var Extensions = []string{".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".odt", ".ods", ".odp", ".rtf"}

// Named reports whether a file is named as an office paper.
func Named(name string) bool {
	end := strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
	for _, extension := range Extensions {
		if end == extension {
			return true
		}
	}
	return false
}
