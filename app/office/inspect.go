package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// What is unpacked of a paper at most: a few kilobytes can say that they are terabytes.
const (
	maxUnpacked = 768 << 20
	maxParts    = 20_000
	maxMeta     = 4 << 20 // of a part that is read into memory
)

// Inspect finds out what a paper is by its bytes: the end of name that LibreOffice knows it by, without a dot. What
// cannot be turned, or is not wanted, is an *Error. All of a packed paper is unpacked once, into nothing.
func Inspect(file io.ReaderAt, size int64) (format string, err error) {
	if size > MaxSize {
		return "", refuse(CodeTooLarge, fmt.Errorf("%d bytes", size))
	}
	head := make([]byte, 8)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("office: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return inspectPacked(file, size)
	case bytes.Equal(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return inspectCompound(file, size)
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return "rtf", nil
	}
	return "", refuse(CodeUnknown, nil)
}

// openFormats is what the first part of an OpenDocument paper says, and what it is then.
var openFormats = map[string]string{
	"application/vnd.oasis.opendocument.text":         "odt",
	"application/vnd.oasis.opendocument.spreadsheet":  "ods",
	"application/vnd.oasis.opendocument.presentation": "odp",
}

// packedFormats is what stands in the list of parts of an Office Open XML paper, and what it is then.
var packedFormats = []struct{ mark, format string }{
	{"wordprocessingml.document.main+xml", "docx"},
	{"spreadsheetml.sheet.main+xml", "xlsx"},
	{"presentationml.presentation.main+xml", "pptx"},
	{"presentationml.slideshow.main+xml", "pptx"},
}

// inspectPacked looks at a paper that is a zip file.
func inspectPacked(file io.ReaderAt, size int64) (string, error) {
	packed, err := zip.NewReader(file, size)
	if err != nil {
		return "", refuse(CodeDamaged, err)
	}
	if len(packed.File) > maxParts {
		return "", refuse(CodeTooLarge, fmt.Errorf("%d parts", len(packed.File)))
	}
	var types, mime, manifest string
	left := int64(maxUnpacked)
	for _, part := range packed.File {
		if isMacro(part.Name) {
			return "", refuse(CodeMacros, fmt.Errorf("part %q", part.Name))
		}
		var keep *string
		switch part.Name {
		case "[Content_Types].xml":
			keep = &types
		case "mimetype":
			keep = &mime
		case "META-INF/manifest.xml":
			keep = &manifest
		}
		if err := unpack(part, &left, keep); err != nil {
			return "", err
		}
	}
	switch {
	case strings.Contains(manifest, "encryption-data"):
		return "", refuse(CodeEncrypted, nil)
	case strings.Contains(types, "macroEnabled"):
		return "", refuse(CodeMacros, nil)
	}
	if format := openFormats[strings.TrimSpace(mime)]; format != "" {
		return format, nil
	}
	for _, known := range packedFormats {
		if strings.Contains(types, known.mark) {
			return known.format, nil
		}
	}
	return "", refuse(CodeUnknown, nil)
}

// isMacro reports whether a part of a packed paper is a program.
func isMacro(name string) bool {
	lower := strings.ToLower(name)
	switch base := path.Base(lower); {
	case strings.HasPrefix(base, "vbaproject") && strings.HasSuffix(base, ".bin"), strings.Contains(lower, "/macrosheets/"):
		return true
	case strings.HasPrefix(lower, "basic/"):
		// The lists of libraries are there in papers that have none.
		return !strings.HasSuffix(lower, "/") && base != "script-lc.xml" && base != "script-lb.xml" && base != "dialog-lc.xml" && base != "dialog-lb.xml"
	}
	return strings.HasPrefix(lower, "scripts/") && !strings.HasSuffix(lower, "/")
}

// unpack reads one part through, and into keep where that is wanted. left is what may still be unpacked in all.
func unpack(part *zip.File, left *int64, keep *string) error {
	from, err := part.Open()
	if err != nil {
		return refuse(CodeDamaged, fmt.Errorf("part %q: %w", part.Name, err))
	}
	defer from.Close()
	looked := &looker{written: strings.HasSuffix(part.Name, ".xml") || strings.HasSuffix(part.Name, ".rels")}
	into := io.Writer(looked)
	var kept bytes.Buffer
	if keep != nil {
		into = io.MultiWriter(looked, &kept)
	}
	most := *left
	if keep != nil {
		most = min(most, maxMeta)
	}
	n, err := io.Copy(into, io.LimitReader(from, most+1))
	*left -= n
	switch {
	case n > most:
		return refuse(CodeTooLarge, fmt.Errorf("part %q", part.Name))
	case err != nil:
		return refuse(CodeDamaged, fmt.Errorf("part %q: %w", part.Name, err))
	case looked.found:
		return refuse(CodeDamaged, fmt.Errorf("part %q declares entities", part.Name))
	}
	if keep != nil {
		*keep = kept.String()
	}
	return nil
}

// looker looks for the declaration of an entity in XML: no office program writes one, and a few of them that name
// each other fill all memory.
type looker struct {
	written bool
	tail    []byte
	found   bool
}

var entity = []byte("<!ENTITY")

func (l *looker) Write(p []byte) (int, error) {
	size := len(p)
	if !l.written || l.found {
		return size, nil
	}
	seam := append(l.tail, p[:min(len(p), len(entity))]...)
	l.found = bytes.Contains(seam, entity) || bytes.Contains(p, entity)
	if len(p) < len(entity) {
		p, l.tail = seam, nil
	}
	l.tail = append(l.tail[:0], p[max(0, len(p)-len(entity)+1):]...)
	return size, nil
}
