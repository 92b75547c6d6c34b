package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strings"

	"golang.org/x/sync/errgroup"
)

// A scanned paper: A4 at 150 dots an inch, in gray.
const (
	scanWide, scanHigh = 1240, 1754
	scanQuality        = 50
)

// scannedPaper makes a PDF of that many scanned pages, laid out as scanners do: each page behind its picture,
// and the table at the end.
func scannedPaper(pages int) ([]byte, error) {
	pictures := make([][]byte, pages)
	var group errgroup.Group
	group.SetLimit(2)
	for page := range pages {
		group.Go(func() (err error) {
			pictures[page], err = scannedPage(page)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	const catalog, tree, first = 1, 2, 3
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	offsets := make([]int, first+3*pages)
	object := func(number int, format string, arguments ...any) {
		offsets[number] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n"+format+"\nendobj\n", append([]any{number}, arguments...)...)
	}
	var kids strings.Builder
	for page, picture := range pictures {
		at := first + 3*page
		object(at, "<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n%s\nendstream",
			scanWide, scanHigh, len(picture), picture)
		content := "q 595 0 0 842 0 0 cm /I Do Q"
		object(at+1, "<</Length %d>>stream\n%s\nendstream", len(content), content)
		object(at+2, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>", tree, at+1, at)
		fmt.Fprintf(&kids, "%d 0 R ", at+2)
	}
	object(tree, "<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String())
	object(catalog, "<</Type/Catalog/Pages %d 0 R>>", tree)
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
	for _, offset := range offsets[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets), catalog, table)
	return out.Bytes(), nil
}

// scannedPage is a picture of lines of dark strokes on paper that is not quite even.
func scannedPage(seed int) ([]byte, error) {
	random := rand.New(rand.NewPCG(uint64(seed), 11))
	page := image.NewGray(image.Rect(0, 0, scanWide, scanHigh))
	for i := 0; i < len(page.Pix); i += 8 {
		noise := random.Uint64()
		for k := range min(8, len(page.Pix)-i) {
			page.Pix[i+k] = 226 + byte(noise>>(8*k))&7
		}
	}
	for y := 120; y < scanHigh-140; y += 26 {
		for x := 110; x < scanWide-120; x += 4 + random.IntN(14) {
			wide, high := 2+random.IntN(3), 8+random.IntN(9)
			for dy := range high {
				for dx := range wide {
					page.Pix[(y+dy)*scanWide+x+dx] = 40 + byte(random.IntN(30))
				}
			}
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, page, &jpeg.Options{Quality: scanQuality})
	return out.Bytes(), err
}
