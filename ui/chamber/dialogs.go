package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
)

// mostFolders are named when the tablet is given back.
const mostFolders = 3

// exportedWords says what becomes of the files that notes were put into: which go with the tablet, and where others stay.
func exportedWords(words *assets.Words, exported notebook.ExportsLeft) []fyne.CanvasObject {
	var said []fyne.CanvasObject
	if exported.Here {
		said = append(said, kit.NewParagraph(words.Say("chamber.leave.exported.here"), kit.Body.In(kit.Ink2)))
	}
	if len(exported.Kept) == 0 {
		return said
	}
	said = append(said, kit.NewParagraph(words.Say("chamber.leave.exported.kept"), kit.Body.In(kit.Ink2)))
	for i, folder := range exported.Kept {
		if i == mostFolders {
			said = append(said, kit.NewParagraph(words.Say("chamber.leave.exported.more", "count", len(exported.Kept)-mostFolders), kit.Body.In(kit.Ink2)))
			break
		}
		said = append(said, kit.NewParagraph(folder, kit.Body.Strong()))
	}
	return said
}

// leaveDialog asks whether the tablet is to be given back, and says what is not sent yet, what is not even saved, and
// what becomes of files with notes.
func leaveDialog(words *assets.Words, acts []actValue, unsaved int, exported notebook.ExportsLeft, cut bool, leave func()) *kit.Dialog {
	sentence, own := words.Say("chamber.leave.clean"), 0
	for _, act := range acts {
		if !act.Sealed {
			own++
		}
	}
	if own > 0 {
		sentence = words.Say("chamber.leave.unsent", "count", own)
	} else if len(acts) > 0 {
		sentence = words.Say("chamber.leave.sealed")
	} else if cut {
		sentence = words.Say("chamber.leave.cut")
	}
	column := []fyne.CanvasObject{kit.NewParagraph(sentence, kit.Body.In(kit.Ink2))}
	if unsaved > 0 {
		column = append(column, kit.NewStrip(kit.AlertStrip, "warn", words.Say("write.leave", "count", unsaved)).WithRadius(12))
	}
	column = append(column, exportedWords(words, exported)...)
	for i, act := range acts {
		if i == 3 {
			column = append(column, kit.NewParagraph(words.Say("chamber.leave.more", "count", len(acts)-3), kit.Body.In(kit.Ink2)))
			break
		}
		column = append(column, actCard(words, act))
	}
	return kit.NewDialog(words.Say("chamber.leave.title"), kit.Column(12, column...),
		kit.DialogButton{Text: words.Say("chamber.leave.stay"), Kind: kit.Outline, Cancel: true},
		kit.DialogButton{Text: words.Say("chamber.leave.button"), Kind: kit.Primary, Icon: "leave", Tapped: leave})
}

// unsentDialog lists what waits on this device.
func unsentDialog(words *assets.Words, acts []actValue, link frame.LinkValue, retry func()) *kit.Dialog {
	sentence := words.Say("chamber.unsent.online")
	if link.State == frame.Offline || link.State == frame.Rejected {
		sentence = words.Say("chamber.unsent.offline")
	}
	column := []fyne.CanvasObject{kit.NewParagraph(sentence, kit.Body.In(kit.Ink2))}
	for _, act := range acts {
		column = append(column, actCard(words, act))
	}
	ways := []kit.DialogButton{{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true, Default: true}}
	if link.State != frame.Connected {
		ways = append(ways, kit.DialogButton{Text: words.Say("chamber.retry"), Kind: kit.Strong, Icon: "refresh", Tapped: retry})
	}
	title := words.Say("chamber.unsent.title")
	if len(acts) == 0 {
		title = link.Text
	}
	return kit.NewDialog(title, kit.Column(12, column...), ways...)
}

// sessionsDialog offers the sessions this device knows.
func sessionsDialog(words *assets.Words, m *frame.Moment, known []*council.State, chosen func(session string)) *kit.Dialog {
	var dialog *kit.Dialog
	rows := kit.Column(8)
	for _, state := range known {
		note := frame.Joined(words.Say("chamber.session.state."+string(state.Session.State)), state.Session.Office)
		if state.Session.StartsAt != 0 {
			note = frame.Joined(m.Clock(state.Session.StartsAt)+" "+frame.DayWords(words, m.Here(state.Session.StartsAt), m.Now), note)
		}
		id := state.ID
		card := kit.NewTapCard(state.Session.Title, kit.Column(2, kit.NewParagraph(state.Session.Title, kit.Title).MaxLines(3),
			kit.NewParagraph(note, kit.Dense)), func() {
			dialog.Close()
			chosen(id)
		})
		card.SetSelected(state.ID == m.State.ID)
		rows.Add(card)
	}
	dialog = kit.NewDialog(words.Say("chamber.sessions.title"), kit.Padded(kit.All(4), rows),
		kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true})
	return dialog
}

// accountWays is what can be done from the account dialog.
type accountWays struct {
	look     frame.Look
	setLook  func(frame.Look)
	sessions func() // nil where there is one only
	leave    func()
	notes    func() // opens what the person wrote
}

// accountDialog is the person who holds the tablet, and how they like the screen.
func accountDialog(words *assets.Words, m *frame.Moment, attended string, ways accountWays) *kit.Dialog {
	name := m.Person.Name
	if name == "" {
		name = words.Say("chamber.person.unnamed")
	}
	look := ways.look
	note := frame.Joined(m.Person.Position, m.Person.Group)
	who := kit.Column(0, kit.NewParagraph(name, kit.Heading))
	if note != "" {
		who.Add(kit.NewParagraph(note, kit.Dense))
	}
	if attended != "" {
		who.Add(kit.NewParagraph(attended, kit.Dense.In(kit.AgreeText)))
	}
	var dialog *kit.Dialog
	set := func(change func(*frame.Look)) {
		change(&look)
		dialog.Close()
		ways.setLook(look)
	}
	tongue := kit.NewSegments([]kit.Option{{ID: string(assets.Vietnamese), Text: words.Say("chamber.look.vi")}, {ID: string(assets.English), Text: words.Say("chamber.look.en")}},
		string(look.Language), func(id string) { set(func(l *frame.Look) { l.Language = assets.Language(id) }) })
	column := []fyne.CanvasObject{
		kit.RowAt(kit.Top, 16, kit.NewAvatar(kit.Initials(m.Person.Name), 56), kit.Fill(who)),
		kit.NewDivider(),
		tongue,
		kit.NewSwitch(words.Say("chamber.look.elder"), look.Elder, func(on bool) { set(func(l *frame.Look) { l.Elder = on }) }),
		kit.NewSwitch(words.Say("chamber.look.dark"), look.Dark, func(on bool) { set(func(l *frame.Look) { l.Dark = on }) }),
		kit.NewDivider(),
	}
	if ways.sessions != nil {
		column = append(column, kit.NewBigButton(words.Say("chamber.bar.sessions"), kit.Outline, func() { dialog.Close(); ways.sessions() }).WithIcon("swap"))
	}
	column = append(column, kit.NewBigButton(words.Say("notebook.account.open"), kit.Outline, func() { dialog.Close(); ways.notes() }).WithIcon("unlock"))
	dialog = kit.NewDialog(words.Say("chamber.account.title"), kit.Column(12, column...),
		kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true, Default: true},
		kit.DialogButton{Text: words.Say("chamber.leave.button"), Kind: kit.Strong, Icon: "leave", Tapped: ways.leave})
	return dialog.WithWidth(480)
}
