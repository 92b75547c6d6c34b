//go:build !race

package chamber

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

var searchScenes = []scene{
	{name: "search", do: func(b *bench) { b.look("thoat nuoc") }},
	{name: "search-other", do: func(b *bench) {
		b.look("thoat nuoc")
		b.delegate.search.Step(1)
		b.delegate.search.Step(1)
		b.delegate.search.Step(1)
	}},
	{name: "search-help", do: func(b *bench) {
		b.look("thoat nuoc")
		b.delegate.search.Close()
		b.delegate.search.Open()
		b.look("cử tri")
		b.delegate.search.Close()
		b.delegate.search.Open()
	}},
	{name: "search-nothing", do: func(b *bench) {
		b.searches.waiting, b.searches.bare = 4, 2
		b.look("cầu vượt")
	}},
	{name: "search-waiting", do: func(b *bench) {
		b.searches.waiting, b.searches.bare, b.searches.more = 12, 2, 41
		b.load["blobd4"] = council.PaperState{}
		b.look("dau tu cong")
		b.delegate.search.PickRow(b.delegate.search.Shown()[len(b.delegate.search.Shown())-1].Place)
	}},
	{name: "search-offline", do: func(b *bench) {
		b.change(func() {
			b.standing.Link, b.standing.Since, b.standing.LastContact = people.Offline, at(9, 14, 10), at(9, 14, 10)
			b.standing.Unsent = []people.Unsent{{Command: "c1", Kind: council.Attend, Since: at(9, 14, 13)}}
		})
		b.look("muong thoat nuoc to dan pho")
	}},
	{name: "search-item", do: func(b *bench) { b.look("chat van") }},
	{name: "search-reader", do: func(b *bench) {
		b.look("thoat nuoc")
		b.delegate.search.Step(1)
		b.delegate.search.EnterChosen()
		b.stands(b.delegate.search.Chosen.Document)
		b.delegate.search.Walk(b.delegate.search.Chosen.Document, 1)
	}},
	{name: "search-typing", do: func(b *bench) {
		typing := kit.NewTyping(assets.LoadWords(assets.Vietnamese), b.delegate.config.Setting.Later())
		typing.SetTouch(true)
		typing.SetMethod(kit.TypeTelex)
		b.window.SetContent(kit.WithKeyboard(b.delegate.Content(), typing))
		b.settle()
		b.look("thoat nuoc")
		b.delegate.view.search.Field.Focus()
	}},
}

// TestSearchPictures lays the search out in every size.
func TestSearchPictures(t *testing.T) {
	kept := os.Getenv("CONGSO_PICTURES") != ""
	for _, one := range searchScenes {
		t.Run(one.name, func(t *testing.T) {
			kittest.BothThemes(t, func(t *testing.T, suffix string) {
				if !kept && suffix == "-dark" {
					return // the measures are those of the light theme
				}
				for _, size := range sizes {
					drawSearch(t, one, size, kept, suffix)
				}
			})
			if kept {
				return
			}
			kittest.Start(t, kit.LightPalette(), kit.ElderScale)
			for _, size := range []fyne.Size{tablet, {Width: 800, Height: 1280}} {
				drawSearch(t, one, size, kept, "-elder")
			}
		})
	}
	if kept {
		kittest.Start(t, kit.LightPalette(), kit.ElderScale)
		for _, size := range []fyne.Size{tablet, {Width: 800, Height: 1280}} {
			drawSearch(t, searchScenes[0], size, kept, "-elder")
		}
	}
}

func drawSearch(t *testing.T, one scene, size fyne.Size, kept bool, suffix string) {
	b := searchBench(t)
	b.pages.plain = !kept
	screen := b.open()
	b.window = kittest.Window(t, screen.Content(), size)
	screen.Start()
	defer screen.Stop()
	b.settle()
	b.read()
	b.loop.Until(t, "the paper", func() bool { return screen.paper.Opening == "" })
	screen.find()
	b.settle()
	one.do(b)
	b.settle()
	kittest.Settle(b.window.Content(), size)
	screen.heart.Beat()
	b.settle()
	b.settled()
	kittest.Settle(b.window.Content(), size)
	screen.heart.Beat()
	b.settle()
	inspect(t, fmt.Sprint(size, suffix), b.window)
	if kept {
		kittest.Keep(t, fmt.Sprintf("delegate-%s-%.0fx%.0f%s", one.name, size.Width, size.Height, suffix), kittest.Capture(b.window))
	}
}
