package chamber

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// fakePages draws pages at once and remembers who asked for what.
type fakePages struct {
	mu      sync.Mutex
	pages   int
	fault   map[int]string // by page
	broken  string         // of the whole paper
	made    map[pageview.PictureAsk]*image.RGBA
	pending []request
	hold    bool // requests wait until finish
	inside  inside
	plain   bool // pages without words, for tests that look at none
}

type request struct {
	ctx      context.Context
	ask      pageview.PictureAsk
	priority pageview.Priority
	done     func(error)
}

func newFakePages() *fakePages {
	return &fakePages{pages: 6, fault: map[int]string{}, made: map[pageview.PictureAsk]*image.RGBA{}, plain: true}
}

func (f *fakePages) Open(context.Context, string) (pageview.Paper, error) {
	if f.broken != "" {
		return pageview.Paper{}, &pageview.PageFault{Code: f.broken}
	}
	if f.shut() {
		return pageview.Paper{}, &pageview.PageFault{Code: reader.Encrypted}
	}
	paper := pageview.Paper{Pages: f.pages}
	for range f.pages {
		paper.Sizes = append(paper.Sizes, pageview.PageSize{Width: 595.28, Height: 841.89})
	}
	return paper, nil
}

func (f *fakePages) Picture(_ string, page, width int) (*image.RGBA, bool, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if picture := f.made[pageview.PictureAsk{Page: page, Width: width}]; picture != nil {
		return picture, true, true
	}
	for ask, picture := range f.made {
		if ask.Page == page {
			return picture, false, true
		}
	}
	return nil, false, false
}

func (f *fakePages) Request(ctx context.Context, _ string, page, width int, priority pageview.Priority, done func(error)) {
	one := request{ctx, pageview.PictureAsk{Page: page, Width: width}, priority, done}
	f.mu.Lock()
	f.pending = append(f.pending, one)
	hold := f.hold
	f.mu.Unlock()
	if !hold {
		f.finish()
	}
}

// waiting are the requests that nobody gave up.
func (f *fakePages) waiting() map[pageview.PictureAsk]pageview.Priority {
	f.mu.Lock()
	defer f.mu.Unlock()
	waiting := map[pageview.PictureAsk]pageview.Priority{}
	for _, one := range f.pending {
		if one.ctx.Err() == nil {
			waiting[one.ask] = one.priority
		}
	}
	return waiting
}

// finish draws what is asked for.
func (f *fakePages) finish() {
	f.mu.Lock()
	pending := f.pending
	f.pending = nil
	f.mu.Unlock()
	for _, one := range pending {
		switch code := f.fault[one.ask.Page]; {
		case one.ctx.Err() != nil:
			one.done(one.ctx.Err())
		case code != "":
			one.done(&pageview.PageFault{Code: code})
		default:
			picture := image.NewRGBA(image.Rect(0, 0, one.ask.Width, one.ask.Width*297/210))
			if !f.plain {
				picture = drawnPage(one.ask)
			}
			f.mu.Lock()
			f.made[one.ask] = picture
			f.mu.Unlock()
			one.done(nil)
		}
	}
}

// drawnLines are the lines of a page, from 200 down, 28 apart.
var drawnLines = slices.Repeat([]string{
	"Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15; căn cứ Luật Đầu tư công;",
	"Ủy ban nhân dân phường kính trình Hội đồng nhân dân phường xem xét, thông qua",
	"1. Tổng vốn: 48.650 triệu đồng, trong đó ngân sách phường 31.200 triệu đồng,",
	"2. Danh mục: 11 dự án, ưu tiên cải tạo mương thoát nước tổ dân phố 5 và 9.",
}, 6)[:22]

var drawnPages = map[pageview.PictureAsk]*image.RGBA{}

// drawnPage is a page of an official paper, for pictures to be looked at.
func drawnPage(ask pageview.PictureAsk) *image.RGBA {
	if picture := drawnPages[ask]; picture != nil {
		return picture
	}
	unit := float32(ask.Width) / 664
	regular := fyne.NewStaticResource("serif", assets.Font("LiberationSerif-Regular.ttf"))
	bold := fyne.NewStaticResource("serif bold", assets.Font("LiberationSerif-Bold.ttf"))
	var objects []fyne.CanvasObject
	line := func(x, y, size float32, font fyne.Resource, center bool, text string) {
		word := canvas.NewText(text, color.Black)
		word.FontSource, word.TextSize = font, size*unit
		at := fyne.NewPos(x*unit, y*unit)
		if center {
			at.X -= word.MinSize().Width / 2
		}
		word.Move(at)
		word.Resize(word.MinSize())
		objects = append(objects, word)
	}
	if ask.Page == 0 {
		line(180, 52, 14, regular, true, "ỦY BAN NHÂN DÂN")
		line(180, 70, 14, bold, true, "PHƯỜNG TRƯỜNG VINH")
		line(460, 52, 14, bold, true, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
		line(460, 70, 15, bold, true, "Độc lập - Tự do - Hạnh phúc")
		line(332, 130, 15, bold, true, "TỜ TRÌNH")
		line(332, 152, 15, bold, true, "Về Kế hoạch đầu tư công năm 2027 của phường Trường Vinh")
	}
	y := float32(200)
	for _, text := range drawnLines {
		for _, word := range drawnWords(text) {
			line(word.left, y, 15, regular, false, word.text)
		}
		y += 28
	}
	line(332, 900, 14, regular, true, fmt.Sprintf("Trang %d", ask.Page+1))
	paper := software.NewCanvas()
	paper.SetPadded(false)
	root := container.NewWithoutLayout(append([]fyne.CanvasObject{canvas.NewRectangle(color.White)}, objects...)...)
	size := fyne.NewSize(float32(ask.Width), float32(ask.Width*297/210))
	root.Objects[0].Resize(size)
	paper.SetContent(root)
	paper.Resize(size)
	captured := paper.Capture()
	picture := image.NewRGBA(captured.Bounds())
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			picture.Set(x, y, captured.At(x, y))
		}
	}
	drawnPages[ask] = picture
	return picture
}
