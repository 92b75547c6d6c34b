package pack

import (
	"archive/zip"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// zipNames returns a file's name in a zip. A name that is not marked as UTF-8 and is none stands
// in an alphabet that the zip does not tell: Windows set to Vietnamese writes its code page 1258,
// the zip format itself says 437. The more likely reading comes first, the other after it.
func zipNames(file *zip.File) (name string, others []string) {
	if told, ok := unicodePath(file); ok {
		return told, nil
	}
	if utf8.ValidString(file.Name) { // macOS writes UTF-8 and does not mark it
		return file.Name, nil
	}
	asWindows := decoded(charmap.Windows1258, file.Name)
	asDOS := decoded(charmap.CodePage437, file.Name)
	if couldBeVietnamese(asWindows) {
		return asWindows, []string{asDOS}
	}
	return asDOS, []string{asWindows}
}

func decoded(alphabet *charmap.Charmap, name string) string {
	text, err := alphabet.NewDecoder().String(name)
	if err != nil { // code pages of one byte have a letter for every byte
		return strings.ToValidUTF8(name, "\uFFFD")
	}
	return norm.NFC.String(text)
}

// couldBeVietnamese reports whether every letter beyond ASCII is one that Vietnamese writes.
func couldBeVietnamese(name string) bool {
	for _, letter := range norm.NFD.String(name) {
		if letter < utf8.RuneSelf {
			continue
		}
		switch letter {
		case 0x111, 0x110: // d with stroke
		case 0x300, 0x301, 0x303, 0x309, 0x323: // tones
		case 0x302, 0x306, 0x31B: // circumflex, breve, horn
		default:
			return false
		}
	}
	return true
}

// unicodePath reads the extra field in which Info-ZIP, 7-Zip and WinRAR repeat a name as UTF-8:
// version 1, CRC-32 of the name that it stands for, the name.
func unicodePath(file *zip.File) (string, bool) {
	const field, header = 0x7075, 5
	for extra := file.Extra; len(extra) >= 4; {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			return "", false
		}
		body := extra[:size]
		extra = extra[size:]
		if id != field || size <= header || body[0] != 1 {
			continue
		}
		if binary.LittleEndian.Uint32(body[1:]) == crc32.ChecksumIEEE([]byte(file.Name)) && utf8.Valid(body[header:]) {
			return string(body[header:]), true
		}
	}
	return "", false
}
