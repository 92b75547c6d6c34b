package pack

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// inside returns a path as the pack keeps it: composed, from the top, with single slashes. It
// reports false where the path would lead out of the pack or means something else elsewhere.
func inside(raw string) (string, bool) {
	named := norm.NFC.String(raw)
	if strings.ContainsRune(named, '\\') || strings.ContainsFunc(named, unicode.IsControl) || strings.HasPrefix(named, "/") {
		return "", false
	}
	if len(named) >= 2 && named[1] == ':' && unicode.IsLetter(rune(named[0])) {
		return "", false // a drive of Windows
	}
	var kept []string
	for part := range strings.SplitSeq(named, "/") {
		switch part {
		case "", ".":
		case "..":
			return "", false
		default:
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "/"), len(kept) > 0
}

// sameAs returns what two paths share that name the same file on some system: letters composed
// (macOS takes them apart) and of one case (Windows and macOS do not tell cases apart).
func sameAs(name string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
}

// junk reports whether a path is something that systems and office programs leave lying about.
func junk(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || strings.HasPrefix(part, "._") {
			return true
		}
	}
	switch base := strings.ToLower(path.Base(name)); base {
	case ".ds_store", "thumbs.db", "desktop.ini":
		return true
	default:
		return strings.HasPrefix(base, "~$")
	}
}

// extension is a file's, in small letters: ".pdf".
func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// nested reports whether a path names a packed file inside the pack, by its extension.
func nested(name string) bool {
	switch extension(name) {
	case ".zip", ".rar", ".7z", ".tar", ".gz", ".tgz":
		return true
	}
	return false
}
