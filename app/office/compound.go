package office

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf16"
)

// A compound file (MS-CFB) is how Word, Excel and PowerPoint wrote before 2007, and how an encrypted paper of later
// ones is wrapped. Only the names of its streams are read here.
const (
	compoundHead  = 512
	maxSectors    = 1 << 20
	maxEntries    = 1 << 16
	endOfChain    = 0xFFFFFFFA // and above: no sector
	entryBytes    = 128
	listedInHead  = 109
	wordEncrypted = 1 << 8 // of the flags at 10 of a Word document (MS-DOC, FibBase)
)

var errCompound = errors.New("no sound compound file")

// inspectCompound looks at a paper that is a compound file.
func inspectCompound(file io.ReaderAt, size int64) (string, error) {
	names, word, err := compoundNames(file, size)
	if err != nil {
		return "", refuse(CodeDamaged, err)
	}
	has := func(name string) bool { return slices.Contains(names, name) }
	switch {
	case has("EncryptedPackage"), word&wordEncrypted != 0, has("EncryptedSummary"):
		return "", refuse(CodeEncrypted, nil)
	case has("_VBA_PROJECT_CUR"), has("Macros"), has("_VBA_PROJECT"):
		return "", refuse(CodeMacros, nil)
	case has("WordDocument"):
		return "doc", nil
	case has("Workbook"), has("Book"):
		return "xls", nil
	case has("PowerPoint Document"):
		return "ppt", nil
	}
	return "", refuse(CodeUnknown, nil)
}

// compoundNames returns the names of all streams and storages, and the flags of a Word document where there is one.
func compoundNames(file io.ReaderAt, size int64) (names []string, word uint16, err error) {
	head := make([]byte, compoundHead)
	if _, err := file.ReadAt(head, 0); err != nil {
		return nil, 0, errCompound
	}
	order := binary.LittleEndian
	shift := order.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil, 0, errCompound
	}
	c := &compound{file: file, sector: 1 << shift, sectors: uint32(min(size>>shift+1, maxSectors))}
	if c.table, err = c.readTable(head); err != nil {
		return nil, 0, err
	}
	chain, err := c.chain(order.Uint32(head[48:]), maxEntries*entryBytes)
	if err != nil {
		return nil, 0, err
	}
	small := int64(order.Uint32(head[56:]))
	for at := 0; at+entryBytes <= len(chain); at += entryBytes {
		entry := chain[at : at+entryBytes]
		length := int(order.Uint16(entry[64:]))
		if entry[66] == 0 || length < 2 || length > 64 {
			continue
		}
		units := make([]uint16, length/2-1)
		for i := range units {
			units[i] = order.Uint16(entry[2*i:])
		}
		name := string(utf16.Decode(units))
		names = append(names, name)
		if name == "WordDocument" && int64(order.Uint32(entry[120:])) >= small {
			begin := make([]byte, 12)
			if err := c.read(order.Uint32(entry[116:]), begin); err != nil {
				return nil, 0, err
			}
			word = order.Uint16(begin[10:])
		}
	}
	if len(names) == 0 {
		return nil, 0, errCompound
	}
	return names, word, nil
}

// compound is a compound file that is being read.
type compound struct {
	file    io.ReaderAt
	sector  int
	sectors uint32   // there can be no more
	table   []uint32 // the sector behind each sector
}

// read fills into from the beginning of a sector.
func (c *compound) read(sector uint32, into []byte) error {
	if sector >= c.sectors {
		return fmt.Errorf("sector %d: %w", sector, errCompound)
	}
	if _, err := c.file.ReadAt(into, int64(sector+1)*int64(c.sector)); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// readTable reads which sector follows which.
func (c *compound) readTable(head []byte) ([]uint32, error) {
	order := binary.LittleEndian
	var places []uint32
	for i := range listedInHead {
		places = append(places, order.Uint32(head[76+4*i:]))
	}
	block := make([]byte, c.sector)
	next := order.Uint32(head[68:])
	for seen := uint32(0); next < endOfChain; seen++ {
		if seen > c.sectors {
			return nil, errCompound
		}
		if err := c.read(next, block); err != nil {
			return nil, err
		}
		for at := 0; at < c.sector-4; at += 4 {
			places = append(places, order.Uint32(block[at:]))
		}
		next = order.Uint32(block[c.sector-4:])
	}
	var table []uint32
	for _, place := range places {
		if place >= endOfChain || len(table) > int(c.sectors) {
			continue
		}
		if err := c.read(place, block); err != nil {
			return nil, err
		}
		for at := 0; at < c.sector; at += 4 {
			table = append(table, order.Uint32(block[at:]))
		}
	}
	return table, nil
}

// chain reads the sectors that follow each other from one on, most bytes of them.
func (c *compound) chain(sector uint32, most int) ([]byte, error) {
	var all []byte
	for seen := 0; sector < endOfChain; seen++ {
		if seen > len(c.table) || len(all) >= most || int(sector) >= len(c.table) {
			return nil, errCompound
		}
		block := make([]byte, c.sector)
		if err := c.read(sector, block); err != nil {
			return nil, err
		}
		all = append(all, block...)
		sector = c.table[sector]
	}
	return all, nil
}
