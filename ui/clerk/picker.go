package clerk

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// windowPicker asks for a file or a folder in a dialog of the house, which reads nothing but the names
// in a folder.
type windowPicker struct {
	screen *screen
	folder string // where the last one was picked
}

// maxNames keeps a folder of thousands from holding the window up; typing the path still reaches all.
const maxNames = 400

// Pick is part of Picker.
func (p *windowPicker) Pick(extensions []string, picked func(path string)) {
	if p.folder == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = string(filepath.Separator)
		}
		p.folder = home
	}
	ask := &picking{picker: p, extensions: extensions, picked: picked, folder: p.folder}
	ask.open()
}

// picking is one dialog that is open.
type picking struct {
	picker     *windowPicker
	extensions []string // none: a folder
	picked     func(path string)
	folder     string
	dialog     *kit.Dialog
	path       *kit.TextField
	list       *kit.FingerScroll
}

func (p *picking) open() {
	s := p.picker.screen
	title := s.say("clerk.pick.file", "kinds", strings.Join(p.extensions, ", "))
	if len(p.extensions) == 0 {
		title = s.say("clerk.pick.folder")
	}
	p.path = kit.NewTextField("", s.say("clerk.pick.path")).Literal()
	p.path.OnSubmitted = p.typed
	p.list = kit.NewFingerScroll(kit.Vertical, kit.Space(0))
	up := kit.NewIconButton("arrow_up", s.say("clerk.pick.up"), func() { p.show(filepath.Dir(p.folder)) }).Outlined()
	scale := kit.LookOf(p.path).Scale
	room := s.window.Canvas().Size().Height/scale - 320
	content := kit.Column(12, kit.Row(8, up, kit.Fill(p.path)), kit.Fixed(0, max(160, min(420, room)), p.list))
	ways := []kit.DialogButton{{Text: s.say("clerk.cancel"), Kind: kit.Outline, Cancel: true, Tapped: func() { p.picked("") }}}
	if len(p.extensions) == 0 {
		ways = append(ways, kit.DialogButton{Text: s.say("clerk.pick.this"), Kind: kit.Strong, Icon: "check", Stays: true, Tapped: func() { p.take(p.folder) }})
	}
	p.dialog = kit.NewDialog(title, content, ways...).WithWidth(760)
	p.dialog.Open(s.window.Canvas())
	p.show(p.folder)
}

// typed takes a path that was written or pasted: a folder is shown, a file that fits is picked.
func (p *picking) typed(path string) {
	path = strings.TrimSpace(path)
	if about, err := os.Stat(path); err == nil && about.IsDir() {
		p.show(path)
	} else if err == nil && p.fits(path) {
		p.take(path)
	} else {
		p.path.SetFault(p.picker.screen.say("clerk.pick.none"))
	}
}

func (p *picking) fits(name string) bool {
	return slices.Contains(p.extensions, strings.ToLower(filepath.Ext(name)))
}

func (p *picking) take(path string) {
	p.picker.folder = p.folder
	p.dialog.Close()
	p.picked(path)
}

// show lists a folder: folders first, then the files that can be picked, as people sort names.
func (p *picking) show(folder string) {
	s := p.picker.screen
	entries, err := os.ReadDir(folder)
	if err != nil {
		p.path.SetFault(s.say("clerk.pick.unreadable"))
		return
	}
	p.folder = folder
	p.path.SetFault("")
	p.path.SetText(folder)
	var folders, files []string
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case strings.HasPrefix(name, "."):
		case entry.IsDir():
			folders = append(folders, name)
		case p.fits(name):
			files = append(files, name)
		}
	}
	slices.SortFunc(folders, func(a, b string) int { return strings.Compare(people.Fold(a), people.Fold(b)) })
	slices.SortFunc(files, func(a, b string) int { return strings.Compare(people.Fold(a), people.Fold(b)) })
	rows := make([]fyne.CanvasObject, 0, len(folders)+len(files))
	for _, name := range folders {
		rows = append(rows, p.row("folder", name, func() { p.show(filepath.Join(folder, name)) }))
	}
	for _, name := range files {
		rows = append(rows, p.row("doc", name, func() { p.take(filepath.Join(folder, name)) }))
	}
	rows = rows[:min(len(rows), maxNames)]
	if len(rows) == 0 {
		rows = append(rows, kit.Padded(kit.All(24), kit.NewParagraph(s.say("clerk.pick.empty"), kit.Body.In(kit.Ink2).Center())))
	}
	p.list.SetContent(kit.Column(0, rows...))
	p.list.ScrollTo(fyne.Position{})
}

func (p *picking) row(icon, name string, tapped func()) fyne.CanvasObject {
	return kit.NewListRow(name, kit.Row(12, kit.NewIcon(icon, 24, kit.Ink2), kit.Fill(kit.NewText(name, kit.Body).Truncate())), tapped).
		WithHeight(52).WithDivider()
}
