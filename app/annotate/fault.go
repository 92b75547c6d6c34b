package annotate

import "fmt"

// Code names why a paper cannot be annotated; its sentence stands under "export.fault."+Code. Only ever add.
type Code string

// The codes.
const (
	CodeNotPDF    Code = "not-pdf"   // is something else
	CodeEncrypted Code = "encrypted" // under a password, or under rights that its owner set
	CodeDamaged   Code = "damaged"   // its pages cannot be found
	CodeTooLarge  Code = "too-large" // beyond what is read
)

// Codes are all codes there are, for whoever keeps their sentences.
func Codes() []Code { return []Code{CodeNotPDF, CodeEncrypted, CodeDamaged, CodeTooLarge} }

// Fault (lỗi) is why a paper cannot be annotated. Detail is for the log.
type Fault struct {
	Code   Code
	Detail string
}

func (f *Fault) Error() string { return "annotate: " + string(f.Code) + ": " + f.Detail }

// Is compares codes alone.
func (f *Fault) Is(target error) bool {
	other, ok := target.(*Fault)
	return ok && other.Code == f.Code
}

func fault(code Code, format string, values ...any) *Fault {
	return &Fault{code, fmt.Sprintf(format, values...)}
}
