package chamber

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/notebook"
)

// fakeExports writes nothing; what an export does is the test's.
type fakeExports struct {
	mu     sync.Mutex
	noted  []notebook.NotedPaper
	tree   map[string][]notebook.Folder // what lies in each folder
	export func(ctx context.Context, wanted notebook.Export, progress func(notebook.ExportProgress)) (notebook.Exported, error)
	wanted []notebook.Export
	shown  []string
	here   bool // files lie in the own folder
}

func newFakeExports() *fakeExports {
	return &fakeExports{noted: []notebook.NotedPaper{
		{Document: "d1", Blob: "blobd1", Title: "Tờ trình về Kế hoạch đầu tư công năm 2027", Notes: 3},
		{Document: "d2", Blob: "blobd2", Title: "Dự thảo nghị quyết", Notes: 1}, {Blob: "gone", Notes: 2},
	}, tree: map[string][]notebook.Folder{
		"":           {{Kind: "stick", Name: "DU LIEU", Path: "/media/usb"}, {Kind: "documents", Name: "", Path: "/home/daibieu/Documents"}, {Kind: "home", Name: "", Path: "/home/daibieu"}, {Kind: "stick", Name: "HỎNG", Path: "/media/pulled"}},
		"/media/usb": {{Kind: "folder", Name: "Kỳ họp thứ Ba", Path: "/media/usb/Kỳ họp thứ Ba"}, {Kind: "folder", Name: "Ảnh", Path: "/media/usb/Ảnh"}}, "/media/usb/Kỳ họp thứ Ba": nil,
	}}
}

func (f *fakeExports) Noted(string) []notebook.NotedPaper { return f.noted }

func (f *fakeExports) OwnFolder() string { return "/home/daibieu/.config/congso/delegate/exports" }

func (f *fakeExports) Here() bool { return f.here }

func (f *fakeExports) Browse(_ context.Context, path string) (notebook.Folders, error) {
	within, is := f.tree[path]
	if !is {
		return notebook.Folders{}, &notebook.ExportFault{Code: "gone", Err: errors.New("no such folder")}
	}
	found := notebook.Folders{Path: path, Within: within}
	if path == "/media/usb/Kỳ họp thứ Ba" {
		found.Up = "/media/usb"
	}
	return found, nil
}

func (f *fakeExports) Export(ctx context.Context, wanted notebook.Export, progress func(notebook.ExportProgress)) (notebook.Exported, error) {
	f.mu.Lock()
	f.wanted = append(f.wanted, wanted)
	f.mu.Unlock()
	return f.export(ctx, wanted, progress)
}

func (f *fakeExports) OpenFolder(path string) error {
	f.shown = append(f.shown, path)
	return errors.New("no program")
}

// exportingBench is a tablet with notes on three papers.
func exportingBench(t *testing.T) *bench {
	b := notedBench(t)
	b.exports.export = func(context.Context, notebook.Export, func(notebook.ExportProgress)) (notebook.Exported, error) {
		return notebook.Exported{Folder: "/media/usb/Ghi chú – Lê Bá Thành – 2026-12-18 09.26.00", Files: 4, Remarks: []notebook.ExportRemark{
			{Title: "Dự thảo nghị quyết", Code: "encrypted", Count: 1}, {Title: "Tài liệu không còn trong kỳ họp", Code: "not-here", Count: 2},
		}}, nil
	}
	return b
}

// endless is an export that runs until it is ended, at its second file.
func endless(ctx context.Context, wanted notebook.Export, progress func(notebook.ExportProgress)) (notebook.Exported, error) {
	progress(notebook.ExportProgress{Done: 1, Total: 4, Title: wanted.Papers[0].Title})
	<-ctx.Done()
	return notebook.Exported{}, ctx.Err()
}

// browsed waits until a folder is listed.
func (b *bench) browsed(path string) {
	b.t.Helper()
	b.loop.Until(b.t, "the folders of "+path, func() bool {
		model := b.delegate.export.model
		return model.Stage == notebook.ExportBrowsing && model.Browse.Path == path
	})
	b.settle()
}

// exporting is a tablet with the sheet up.
func exporting(t *testing.T, b *bench) (*Delegate, fyne.Window) {
	screen, window := stand(t, b)
	screen.export.model.Open(sessionID, "d1")
	b.settle()
	return screen, window
}

// From the list of notes comes the sheet; what it exports and where is what was chosen.
func TestNotesAreExported(t *testing.T) {
	b := exportingBench(t)
	screen, window := stand(t, b)
	screen.notes.side.choose(panelNotes)
	b.settle()
	kittest.Tap(t, screen.Content(), "Xuất ghi chú")
	b.settle()
	overSays(t, window, "3 ghi chú trên 1 tài liệu", "Trong máy này, xóa khi trả máy", "/home/daibieu/.config/congso/delegate/exports", "chép ra USB trước khi trả máy")
	kittest.Tap(t, over(window), "Tất cả tài liệu")
	kittest.Tap(t, over(window), "Chọn nơi khác…")
	b.browsed("")
	overSays(t, window, "USB DU LIEU", "Thư mục Tài liệu")
	kittest.Tap(t, over(window), "USB DU LIEU")
	b.browsed("/media/usb")
	kittest.Tap(t, over(window), "Lưu ở đây")
	b.settle()
	overSays(t, window, "6 ghi chú trên 3 tài liệu", "/media/usb", "Trả máy không xóa các tệp này")
	screen.export.model.WithList(false)
	b.settle()
	kittest.Tap(t, over(window), "Xuất ghi chú")
	b.loop.Until(t, "the end", func() bool { return screen.export.model.Stage == notebook.ExportDone })
	overSays(t, window, "Đã ghi 4 tệp vào thư mục", "/media/usb/Ghi chú – Lê Bá Thành", "Dự thảo nghị quyết: tài liệu được khóa bằng mật khẩu, 1 ghi chú chỉ có trong danh sách.",
		"Tài liệu không còn trong kỳ họp: tài liệu không có trên máy, 2 ghi chú chỉ có trong danh sách.")
	if got := b.exports.wanted; len(got) != 1 || len(got[0].Papers) != 3 || got[0].List || got[0].Folder != "/media/usb" || got[0].Session != sessionID {
		t.Errorf("exported %+v", got)
	}
	kittest.Tap(t, over(window), "Mở thư mục")
	b.settle()
	overSays(t, window, "Máy không có chương trình mở thư mục")
	if len(b.exports.shown) != 1 || !strings.HasPrefix(b.exports.shown[0], "/media/usb/") {
		t.Errorf("opened %q", b.exports.shown)
	}
	kittest.Tap(t, over(window), "Đóng")
	b.settle()
	if over(window) != nil {
		t.Error("the sheet is still there")
	}
}

// Whoever gives the tablet back is told which exported files go with it, and where others stay.
func TestLeavingSaysWhatBecomesOfExports(t *testing.T) {
	b := exportingBench(t)
	screen, window := exporting(t, b)
	folder := "/media/usb/1"
	b.exports.export = func(_ context.Context, wanted notebook.Export, _ func(notebook.ExportProgress)) (notebook.Exported, error) {
		return notebook.Exported{Folder: folder, Files: 1}, nil
	}
	export := func(chosen, into string, fails bool) {
		t.Helper()
		screen.export.model.Open(sessionID, "d1")
		screen.export.model.Folder, folder = chosen, into
		if fails {
			b.exports.export = func(context.Context, notebook.Export, func(notebook.ExportProgress)) (notebook.Exported, error) {
				return notebook.Exported{Folder: folder}, &notebook.ExportFault{Code: "full"}
			}
		}
		screen.export.model.Start()
		b.loop.Until(t, "the end", func() bool { return screen.export.model.Stage != notebook.ExportRunning })
		screen.export.model.Close()
	}
	says := func(words string, want bool) {
		t.Helper()
		screen.confirmLeave()
		if got := kittest.Shows(over(window), words); got != want {
			t.Errorf("that %q is said: %v", words, got)
		}
		screen.view.closeDialogs()
	}
	const gone, stay = "vào thư mục của máy này bị xóa", "KHÔNG bị xóa"
	says(gone, false)
	says(stay, false)
	b.exports.here = true
	export("", "/own/1", false)
	says(gone, true)
	says(stay, false) // what lies in the own folder does not stay
	for _, into := range []string{"/media/usb/1", "/media/usb/1", "/media/usb/2", "/home/3", "/home/4"} {
		export("/media/usb", into, false)
	}
	export("/media/usb", "/media/usb/never", true)
	for words, want := range map[string]bool{gone: true, stay: true, "/own/1": false, "/media/usb/1": true, "/media/usb/2": true, "/home/3": true, "/home/4": false, "và 1 thư mục khác": true} {
		says(words, want)
	}
	screen.export.model.Forget()
	b.exports.here = false
	says(gone, false)
	says(stay, false)
}

// The open paper alone is what is exported where nothing else is chosen, into the folder that goes with the tablet.
func TestTheOpenPaperIsExportedFirst(t *testing.T) {
	b := exportingBench(t)
	screen, window := exporting(t, b)
	screen.export.model.Choose(true)
	screen.export.model.Choose(false)
	b.settle()
	kittest.Tap(t, over(window), "Xuất ghi chú")
	b.loop.Until(t, "the end", func() bool { return screen.export.model.Stage == notebook.ExportDone })
	if got := b.exports.wanted[0]; len(got.Papers) != 1 || got.Papers[0].Blob != "blobd1" || !got.List || got.Folder != "" {
		t.Errorf("exported %+v", got)
	}
}

// Where nothing is noted nothing can be exported, and what is locked is said.
func TestNothingToExport(t *testing.T) {
	b := exportingBench(t)
	b.exports.noted = nil
	b.notebook.set(notes.Access{Known: true, Issued: true, Locked: 12})
	screen, window := exporting(t, b)
	overSays(t, window, "Đại biểu chưa có ghi chú nào trong kỳ họp này", "12 ghi chú còn khóa")
	screen.export.model.Start()
	if screen.export.model.Stage != notebook.ExportChoosing {
		t.Error("it began")
	}
	screen.export.model.Choose(false)
	b.settle()
	overSays(t, window, "chưa có ghi chú nào trên tài liệu này")
}

// It says which file is under way, can be stopped, and leaves the sheet as it was.
func TestExportIsStopped(t *testing.T) {
	b := exportingBench(t)
	ended := make(chan struct{})
	b.exports.export = func(ctx context.Context, wanted notebook.Export, progress func(notebook.ExportProgress)) (notebook.Exported, error) {
		defer close(ended)
		return endless(ctx, wanted, progress)
	}
	screen, window := exporting(t, b)
	screen.export.model.Start()
	b.loop.Until(t, "its progress", func() bool { return screen.export.model.Progress.Done == 1 })
	b.settle()
	overSays(t, window, "Tệp 2/4: Tờ trình về Kế hoạch đầu tư công năm 2027")
	bar := kittest.Find(t, over(window), func(*kit.ProgressBar) bool { return true })
	if bar.Value() != 0.25 {
		t.Errorf("the bar is at %v", bar.Value())
	}
	kittest.Key(window, fyne.KeyEscape)
	b.settle()
	if screen.export.model.Stage != notebook.ExportRunning || over(window) == nil {
		t.Fatal("Escape hid what is running")
	}
	screen.export.model.Start() // a second tap begins nothing
	kittest.Tap(t, over(window), "Dừng")
	b.loop.Until(t, "stopped", func() bool { return screen.export.model.Stage == notebook.ExportChoosing })
	<-ended
	overSays(t, window, "3 ghi chú trên 1 tài liệu")
	if len(b.exports.wanted) != 1 {
		t.Errorf("%d exports", len(b.exports.wanted))
	}
}

// What a disk does not take is said, and another place may be chosen.
func TestExportFails(t *testing.T) {
	b := exportingBench(t)
	failed := errors.New("no space")
	b.exports.export = func(context.Context, notebook.Export, func(notebook.ExportProgress)) (notebook.Exported, error) {
		return notebook.Exported{}, &notebook.ExportFault{Code: "full", Err: failed}
	}
	screen, window := exporting(t, b)
	screen.export.model.Start()
	b.loop.Until(t, "the fault", func() bool { return screen.export.model.Stage == notebook.ExportFailed })
	overSays(t, window, "Chưa xuất được ghi chú", "Nơi lưu hết chỗ trống")
	if len(b.reported) != 1 || !errors.Is(b.reported[0], failed) {
		t.Errorf("reported %v", b.reported)
	}
	kittest.Tap(t, over(window), "Chọn nơi khác…")
	b.browsed("")
	screen.export.model.Look("/media/usb")
	b.browsed("/media/usb")
	screen.export.model.Use()
	b.settle()
	overSays(t, window, "/media/usb", "3 ghi chú trên 1 tài liệu")
	b.exports.export = func(context.Context, notebook.Export, func(notebook.ExportProgress)) (notebook.Exported, error) {
		return notebook.Exported{}, errors.New("odd")
	}
	screen.export.model.Start()
	b.loop.Until(t, "the fault", func() bool { return screen.export.model.Stage == notebook.ExportFailed })
	overSays(t, window, "A1B2")
}

// Whoever gives the tablet back ends their export, and the next person sees nothing of it.
func TestExportIsItsPersons(t *testing.T) {
	b := exportingBench(t)
	ended := make(chan struct{})
	b.exports.export = func(ctx context.Context, wanted notebook.Export, progress func(notebook.ExportProgress)) (notebook.Exported, error) {
		defer close(ended)
		return endless(ctx, wanted, progress)
	}
	screen, window := exporting(t, b)
	screen.export.model.Folder = "/media/usb"
	screen.export.model.Start()
	b.loop.Until(t, "its progress", func() bool { return screen.export.model.Progress.Done == 1 })
	b.turn(func() { b.standing.Person = "p2" })
	<-ended
	b.settle()
	if model := screen.export.model; model.Up || model.Stage != notebook.ExportChoosing || model.Folder != "" || over(window) != nil {
		t.Errorf("%+v", screen.export.model)
	}
}

// A vote takes the screen; an export goes on below it and is there again afterwards.
func TestVoteStandsBeforeAnExport(t *testing.T) {
	b := exportingBench(t)
	b.exports.export = endless
	screen, window := exporting(t, b)
	screen.export.model.Start()
	b.loop.Until(t, "its progress", func() bool { return screen.export.model.Progress.Done == 1 })
	story := &story{t: t, state: b.state, seq: 1000, now: at(9, 26, 0)}
	b.turn(func() { b.state = story.voting(at(9, 42, 0)).state })
	if screen.export.view.Sheet.IsOpen() || !screen.view.vote.sheet.IsOpen() {
		t.Error("the export stands before the vote")
	}
	screen.vote.putAside()
	b.settle()
	if !screen.export.view.Sheet.IsOpen() || screen.export.model.Stage != notebook.ExportRunning {
		t.Error("the export is gone after the vote")
	}
	overSays(t, window, "Đang xuất ghi chú")
	screen.Stop()
	if screen.export.model.Stage == notebook.ExportRunning {
		t.Error("it runs on without a screen")
	}
}

// Folders are gone through down and up; what cannot be read is said, and what was listed stays.
func TestFoldersAreBrowsed(t *testing.T) {
	b := exportingBench(t)
	screen, window := exporting(t, b)
	model := screen.export.model
	model.Ask()
	b.browsed("")
	kittest.Tap(t, over(window), "USB HỎNG")
	b.loop.Until(t, "the fault", func() bool { return model.Fault != "" })
	b.settle()
	overSays(t, window, "có thể USB đã bị rút ra", "USB DU LIEU")
	kittest.Tap(t, over(window), "USB DU LIEU")
	b.browsed("/media/usb")
	kittest.Tap(t, over(window), "Kỳ họp thứ Ba")
	b.browsed("/media/usb/Kỳ họp thứ Ba")
	overSays(t, window, "Trong thư mục này không có thư mục con", "/media/usb/Kỳ họp thứ Ba")
	kittest.Tap(t, over(window), "Thư mục trên")
	b.browsed("/media/usb")
	kittest.Tap(t, over(window), "Thư mục trên")
	b.browsed("")
	kittest.Tap(t, over(window), "Quay lại")
	b.settle()
	overSays(t, window, "Trong máy này, xóa khi trả máy")
	b.exports.tree[""] = nil
	model.Ask()
	b.browsed("")
	overSays(t, window, "Cắm USB rồi chọn lại")
	model.Back()
	model.Ask()
	model.Close()
	b.settle()
	if model.Up || over(window) != nil {
		t.Error("a folder that was looked up late brought the sheet back")
	}
	model.Folder = "/media/usb"
	model.Own()
	if model.Folder != "" {
		t.Error("not back in the tablet")
	}
}
