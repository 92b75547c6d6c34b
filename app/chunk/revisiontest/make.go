package revisiontest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"slices"
)

// Scan makes a paper of scanned pages, each a picture of some 400 KB.
func Scan(pages int, seed uint64) (*Document, error) {
	d, random := newDocument(), rand.New(rand.NewPCG(seed, 1))
	for range pages {
		picture, err := scanned(random)
		if err != nil {
			return nil, err
		}
		image := d.add(fmt.Appendf(nil, "<</Type/XObject/Subtype/Image/Width 900/Height 900/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode/Length %d>>stream\n%s\nendstream", len(picture), picture))
		d.page(fmt.Sprintf("/XObject<</Im %d 0 R>>", image), []byte("q 595 0 0 842 0 0 cm /Im Do Q\n"))
	}
	d.close()
	return d, nil
}

// Rescan returns the document with a page scanned anew, and the size of the new picture.
func (d *Document) Rescan(page int, seed uint64) (after *Document, written int64, err error) {
	picture, err := scanned(rand.New(rand.NewPCG(seed, 2)))
	if err != nil {
		return nil, 0, err
	}
	after, _, _ = d.Rewrite(page)
	for number := range d.reach(page) {
		if kind(d.objects[number]) == "XObject" {
			dictionary, _, _ := bytes.Cut(d.objects[number], []byte("/Length"))
			after.objects[number] = fmt.Appendf(bytes.Clone(dictionary), "/Length %d>>stream\n%s\nendstream", len(picture), picture)
		}
	}
	return after, int64(len(picture)), nil
}

// scanned is a grey page from a scanner: the head of a JPEG, and noise, which is what packed pictures are
// to whoever cuts them.
func scanned(random *rand.Rand) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 900, 900)), nil); err != nil {
		return nil, err
	}
	head := out.Bytes()[:bytes.LastIndex(out.Bytes(), []byte("\xff\xda"))+10]
	data := make([]byte, 380_000+random.IntN(60_000))
	for at := 0; at+8 <= len(data); at += 8 {
		binary.LittleEndian.PutUint64(data[at:], random.Uint64())
	}
	return slices.Concat(head, data, []byte("\xff\xd9")), nil
}

// Office makes a paper as an office's program exports text: one packed stream a page, two fonts that all
// pages share.
func Office(pages int, seed uint64) *Document {
	d, random := newDocument(), rand.New(rand.NewPCG(seed, 3))
	var fonts string
	for name, size := range []int{38_000, 61_000} {
		program := make([]byte, size)
		for i := range program {
			program[i] = byte(random.Uint32())
		}
		file := d.add(deflated(program))
		font := d.add(fmt.Appendf(nil, "<</Type/Font/Subtype/TrueType/FontFile2 %d 0 R>>", file))
		fonts += fmt.Sprintf("/F%d %d 0 R", name, font)
	}
	for number := range pages {
		var text bytes.Buffer
		for line := range 46 {
			fmt.Fprintf(&text, "BT /F%d 13 Tf 85 %d Td (", line%2, 780-line*15)
			for range 12 {
				fmt.Fprintf(&text, "%s ", syllables[random.IntN(len(syllables))])
			}
			fmt.Fprintf(&text, "%d) Tj ET\n", number*46+line)
		}
		d.page("/Font<<"+fonts+">>", text.Bytes())
	}
	d.close()
	return d
}

var syllables = []string{"hoi", "dong", "nhan", "dan", "uy", "ban", "nghi", "quyet", "to", "trinh", "bao", "cao", "ngan",
	"sach", "du", "toan", "thu", "chi", "dau", "tu", "cong", "ke", "hoach", "phuong", "xa", "thanh", "pho", "ky", "hop", "thu"}

const catalog, tree = 1, 2

func newDocument() *Document {
	return &Document{root: catalog, objects: map[int][]byte{catalog: fmt.Appendf(nil, "<</Type/Catalog/Pages %d 0 R>>", tree), tree: nil}}
}

func (d *Document) add(body []byte) int {
	number := len(d.objects) + 1
	d.objects[number] = body
	return number
}

func (d *Document) page(resources string, contents []byte) {
	stream := d.add(deflated(contents))
	d.add(fmt.Appendf(nil, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents %d 0 R>>", tree, resources, stream))
}

// close writes the list of pages.
func (d *Document) close() {
	var kids []byte
	pages := 0
	for number := 1; number <= len(d.objects); number++ {
		if kind(d.objects[number]) == "Page" {
			kids = fmt.Appendf(kids, "%d 0 R ", number)
			pages++
		}
	}
	d.objects[tree] = fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[%s]>>", pages, kids)
}
