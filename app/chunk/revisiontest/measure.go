package revisiontest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"congso.vn/congso/app/chunk"
)

// Cost is what a new version of a paper costs a device that holds the old one.
type Cost struct {
	Name     string
	Size     int64 // of the new version
	New      int64 // bytes of pieces that the old version does not have
	Manifest int64 // bytes of the manifest, which is fetched beside them
	Table    int64 // bytes of the table of places, which is new from the first object that moved
	Written  int64 // bytes of the objects that the office wrote anew: contents of the page, and the page
	Page     int64 // bytes of all objects that the page is made of: with its fonts and pictures
}

// Share is the part of the new version that is fetched.
func (c Cost) Share() float64 { return float64(c.New) / float64(c.Size) }

// Ratio is how many bytes are fetched for one of the changed page's objects.
func (c Cost) Ratio() float64 { return float64(c.New) / float64(c.Page) }

func (c Cost) String() string {
	return fmt.Sprintf("%s: %d of %d bytes new (%.2f %%), %.2f of the page's objects (%d), %.1f of what was written (%d); table %d, manifest %d",
		c.Name, c.New, c.Size, 100*c.Share(), c.Ratio(), c.Page, float64(c.New)/float64(c.Written), c.Written, c.Table, c.Manifest)
}

// Between holds two versions against each other.
func Between(name string, before, after []byte, written, page int64) (Cost, error) {
	old, err := chunk.Cut(bytes.NewReader(before))
	if err != nil {
		return Cost{}, err
	}
	now, err := chunk.Cut(bytes.NewReader(after))
	return Cost{Name: name, Size: now.Size, Table: int64(len(after) - bytes.LastIndex(after, []byte("\nxref"))), New: now.New(old), Manifest: int64(len(now.Encode())), Written: written, Page: page}, err
}

// Large is the cost of one page scanned anew in a scan of more than 20 MB: figure sync.revision_large is
// its Share.
func Large() (Cost, error) {
	before, err := Scan(60, 1)
	if err != nil {
		return Cost{}, err
	}
	page := before.Pages()[29]
	after, written, err := before.Rescan(page, 2)
	if err != nil {
		return Cost{}, err
	}
	return Between("scan of 60 pages", before.Write(), after.Write(), written, written)
}

// Papers is the cost of one page's text written anew in every gov-*.pdf of a folder, the paper exported
// as a whole before and after: of so many pages spread over the paper the one of middle cost. Figure
// sync.revision_gov is the median of their Ratio. Empty where the folder is not there.
func Papers(folder string, pages int) ([]Cost, error) {
	files, err := filepath.Glob(filepath.Join(folder, "gov-*.pdf"))
	if err != nil {
		return nil, err
	}
	var costs []Cost
	for _, file := range files {
		pdf, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		of, err := spread(filepath.Base(file), pdf, pages)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		slices.SortFunc(of, func(a, b Cost) int { return int(a.New - b.New) })
		costs = append(costs, of[len(of)/2])
	}
	return costs, nil
}

// spread rewrites some pages, one at a time.
func spread(name string, pdf []byte, count int) ([]Cost, error) {
	before, err := Open(pdf)
	if err != nil {
		return nil, err
	}
	pages, written := before.Pages(), before.Write()
	if len(pages) == 0 {
		return nil, ErrNotTaken
	}
	var costs []Cost
	for i := range count {
		page := pages[(2*i+1)*len(pages)/(2*count)]
		after, anew, whole := before.Rewrite(page)
		cost, err := Between(name, written, after.Write(), anew, whole)
		if err != nil {
			return nil, err
		}
		costs = append(costs, cost)
	}
	return costs, nil
}
