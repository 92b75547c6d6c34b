package app

import (
	"context"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

var _ reader.DeepPages = pageMaker{}

// Contents is part of reader.DeepPages. What a paper does not tell in good order is left away: its pages are shown all
// the same.
func (p pageMaker) Contents(ctx context.Context, blob string) (reader.Contents, error) {
	var contents reader.Contents
	headings, err := p.renderer.Outline(ctx, blob)
	if ctx.Err() != nil {
		return contents, err
	}
	for _, heading := range headings {
		contents.Headings = append(contents.Headings, reader.Heading{Title: heading.Title, Level: heading.Level, Page: heading.Page})
	}
	if labels, err := p.renderer.Labels(ctx, blob); err == nil {
		contents.Labels = labels
	}
	if files, err := p.renderer.Attached(ctx, blob); err == nil {
		for _, file := range files {
			contents.Attached = append(contents.Attached, reader.Attached{Name: file.Name, Size: file.Size})
		}
	}
	return contents, ctx.Err()
}

// Links is part of reader.DeepPages.
func (p pageMaker) Links(ctx context.Context, blob string, page int) ([]reader.PageLink, error) {
	paper, open := p.renderer.Paper(blob)
	if !open || page < 0 || page >= len(paper.Sizes) {
		return nil, nil
	}
	found, err := p.renderer.Links(ctx, blob, page)
	if err != nil {
		return nil, pageFault(err)
	}
	size := paper.Sizes[page]
	wide, high := float32(size.Width*100), float32(size.Height*100) // boxes are in 1/100 point
	var links []reader.PageLink
	for _, link := range found {
		links = append(links, reader.PageLink{
			Left: float32(link.Box.Min.X) / wide, Top: float32(link.Box.Min.Y) / high,
			Right: float32(link.Box.Max.X) / wide, Bottom: float32(link.Box.Max.Y) / high,
			Page: link.Page, Address: link.Address,
		})
	}
	return links, nil
}

// Unlock is part of reader.DeepPages.
func (p pageMaker) Unlock(ctx context.Context, blob, password string) (pageview.Paper, error) {
	source := p.source(blob)
	source.Key = pages.Key(password)
	return p.open(ctx, source)
}

// Lock is part of reader.DeepPages.
func (p pageMaker) Lock(blob string) { p.renderer.Forget(blob) }
