package council

import (
	"encoding/hex"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// Original (bản gốc) is the office paper that a document was made from, as it was handed in. It may tell what the
// document does not: changes that were tracked, comments, what was deleted. So it is the clerks' alone.
type Original struct {
	Document string `json:"document"`
	Blob     string `json:"blob"` // of the revision that was made from it
	File     string `json:"file"` // BLAKE3 of the original's bytes, hexadecimal
	Size     int64  `json:"size"` // of these, bytes
	Name     string `json:"name"` // of the file that was handed in, "To trinh 214.docx"
}

// checkOriginal returns the code of what is wrong with an original that comes with a document; "" for none.
func checkOriginal(v *Original, bench Bench) string {
	sum, err := hex.DecodeString(v.File)
	v.Name = people.Clean(v.Name)
	switch {
	case err != nil || len(sum) != 32 || v.Size <= 0 || v.Name == "":
		return "command.unreadable"
	case tooLong(v.Name):
		return "too-long"
	case !bench.HasBlob(v.File):
		return "document.no-bytes"
	}
	return ""
}

// keepOriginal keeps the original beside the revision that was made from it, and takes it back with it.
func (d *deed) keepOriginal(document Document, original *Original) {
	before, known := d.state.Originals[document.ID]
	if original != nil {
		original.Document, original.Blob = document.ID, document.Blob
		if !known || before != *original {
			d.write(OriginalKind, d.clerks(), document.ID, *original)
		}
		return
	}
	if known && before.Blob != document.Blob {
		d.takeBack(OriginalKind, d.clerks(), document.ID)
	}
}

// OriginalOf returns the office paper that a document was made from as it stands; false where it was handed in as it
// is, or where this device may not know of it.
func (s *State) OriginalOf(document Document) (Original, bool) {
	original, known := s.Originals[document.ID]
	return original, known && original.Blob == document.Blob
}

// originalBlob is what an original makes readable to those who may know of it.
func originalBlob(c change.Change) []string {
	if original, err := decode[Original](c); err == nil && original.File != "" {
		return []string{original.File}
	}
	return nil
}
