package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"congso.vn/congso/assets"
	"congso.vn/congso/storage"
	"congso.vn/congso/ui"
	"congso.vn/congso/ui/kit"
)

// runDemo shows the launcher until it is closed; the windows that it opened close with it.
func runDemo(o options) int {
	folder := o.data
	if folder == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			slog.Error("No place for the demonstration's data", "error", err)
			return 1
		}
		folder = filepath.Join(base, "congso", demoVerb)
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		slog.Error("No place for the demonstration's data", "error", err)
		return 1
	}
	logger, closeLog := openLog(folder)
	defer closeLog()
	words := assets.LoadWords(o.language)
	program := fyneapp.NewWithID(programID + ".demo")
	program.Settings().SetTheme(look{Language: o.language}.theme())
	program.SetIcon(fyne.NewStaticResource("icon.png", assets.Picture("icon.png")))
	w := program.NewWindow(words.Say("app.name"))
	w.SetPadded(false)
	w.SetMaster()
	size := o.size
	if size.IsZero() {
		size = fyne.NewSize(960, 640)
	}
	w.Resize(size)

	lock, err := storage.LockFolder(folder)
	if err != nil {
		w.SetContent(ui.NewNotice("lock", words.Say("notice.in-use"), words.Say("notice.in-use.help"),
			ui.Way{Text: words.Say("notice.close"), Kind: kit.Strong, Do: w.Close}))
		w.ShowAndRun()
		return 1
	}
	defer lock.Release()
	ctx, stop := context.WithCancel(context.Background())
	d := newDemonstration(folder, o, words, logger)
	done := make(chan struct{})
	go func() { defer close(done); d.serve(ctx) }()
	launcher := ui.NewLauncher(ui.Setting{Words: words, Post: post, Report: report(logger)}, d, d, w.Canvas(), w.Close)
	w.SetContent(launcher.Content())
	launcher.Start()
	watchSights(w)
	w.Show()
	pressWhereItIs(w, logger)
	program.Run()
	launcher.Stop()
	stop()
	<-done
	return 0
}
