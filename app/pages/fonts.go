package pages

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"unicode/utf16"
)

// Font is lent to documents that do not carry their own letters. Without any, Vietnamese letters in
// such documents are left out silently, because the renderer's built-in fonts do not have them and
// the fonts of the machine are out of its sight.
type Font struct {
	// Family and Style are what documents ask for: "Times New Roman", "Bold Italic". The family
	// "Arial" also serves every letter that some other font lacks.
	Family, Style string
	// Data is a TrueType file. It is not changed.
	Data []byte
}

// fontFolder is where the renderer looks for fonts inside its sandbox.
const fontFolder = "usr/share/fonts"

// fontFiles is a file system in memory with nothing but the fonts in it; nil without fonts.
func fontFiles(fonts []Font) (fs.FS, error) {
	if len(fonts) == 0 {
		return nil, nil
	}
	files := memoryFiles{}
	for i, font := range fonts {
		data, err := renamed(font)
		if err != nil {
			return nil, err
		}
		files[fmt.Sprintf("%s/%02d.ttf", fontFolder, i)] = data
	}
	return files, nil
}

// renamed gives a copy of the font file that goes by the family and style it is lent for: the
// renderer finds fonts by the names written inside them.
func renamed(font Font) ([]byte, error) {
	const directory, entry = 12, 16
	order := binary.BigEndian
	data := font.Data
	if len(data) < directory {
		return nil, fmt.Errorf("font %s %s: %d bytes are no font", font.Family, font.Style, len(data))
	}
	tables := int(order.Uint16(data[4:]))
	if len(data) < directory+entry*tables {
		return nil, fmt.Errorf("font %s %s: table directory cut off", font.Family, font.Style)
	}
	for i := range tables {
		at := directory + entry*i
		if string(data[at:at+4]) != "name" {
			continue
		}
		out := append([]byte(nil), data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		names := nameTable(font.Family, font.Style)
		order.PutUint32(out[at+8:], uint32(len(out)))
		order.PutUint32(out[at+12:], uint32(len(names)))
		return append(out, names...), nil
	}
	return nil, fmt.Errorf("font %s %s: no name table", font.Family, font.Style)
}

// nameTable is a TrueType name table with family, style and full name, for the two platforms that
// readers look at.
func nameTable(family, style string) []byte {
	const familyName, styleName, fullName = 1, 2, 4
	const header, record = 6, 12
	full := family
	if style != "Regular" {
		full += " " + style
	}
	names := []struct {
		number uint16
		text   string
	}{{familyName, family}, {styleName, style}, {fullName, full}}
	platforms := []struct{ platform, encoding, language uint16 }{{1, 0, 0}, {3, 1, 0x409}}

	order := binary.BigEndian
	var records, texts []byte
	for _, where := range platforms {
		for _, name := range names {
			text := []byte(name.text)
			if where.platform == 3 {
				text = nil
				for _, unit := range utf16.Encode([]rune(name.text)) {
					text = order.AppendUint16(text, unit)
				}
			}
			for _, value := range []uint16{where.platform, where.encoding, where.language,
				name.number, uint16(len(text)), uint16(len(texts))} {
				records = order.AppendUint16(records, value)
			}
			texts = append(texts, text...)
		}
	}
	count := len(records) / record
	table := order.AppendUint16(nil, 0)
	table = order.AppendUint16(table, uint16(count))
	table = order.AppendUint16(table, uint16(header+len(records)))
	return append(append(table, records...), texts...)
}
