//go:build !race

// Drawing is the work of one goroutine; the race detector would only make it ten times as long.

package chamber

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// scene is one picture to be looked at: a room, and what is tapped before.
type scene struct {
	name string
	room func(t *testing.T) *bench
	do   func(b *bench)
}

var scenes = []scene{
	{name: "signin", room: func(t *testing.T) *bench {
		b := newBench(t, council.NewState(""), at(7, 40, 0))
		b.standing.Person = ""
		return b
	}, do: func(b *bench) {
		for _, digit := range "12345" {
			b.delegate.view.sign.boxes.Type(digit)
		}
	}},
	{name: "signin-wrong", room: func(t *testing.T) *bench {
		b := newBench(t, council.NewState(""), at(7, 40, 0))
		b.standing.Person = ""
		b.signIn = func() error {
			return &people.Refusal{Code: "sign-in.wait", Body: []byte(fmt.Sprintf(`{"until":%d}`, at(7, 42, 0).UnixMilli()))}
		}
		return b
	}, do: func(b *bench) {
		b.delegate.sign.enter("12345678")
		b.loop.Until(b.t, "the refusal", func() bool { return b.delegate.sign.fault != "" })
	}},
	{name: "signin-greeting", room: func(t *testing.T) *bench {
		b := newBench(t, sitting(t).state, at(7, 40, 0))
		return b
	}, do: func(b *bench) {
		b.delegate.sign.expect = true
		b.delegate.heart.Beat()
	}},
	{name: "paper", room: func(t *testing.T) *bench { return newBench(t, sitting(t).state, at(9, 26, 0)) }},
	{name: "agenda-tree", room: func(t *testing.T) *bench {
		s := sitting(t)
		for i, item := range []council.Item{
			{ID: "i41", Parent: "i4", Title: "Tờ trình của Ủy ban nhân dân phường", State: council.ItemDone}, {ID: "i42", Parent: "i4", Title: "Báo cáo thẩm tra", State: council.ItemComing},
			{ID: "i421", Parent: "i42", Title: "Ý kiến của Mặt trận Tổ quốc", State: council.ItemComing}, {ID: "i43", Parent: "i4", Title: "Tờ trình điều chỉnh vốn", Late: true, State: council.ItemComing},
			{ID: "in", Title: "Họp riêng về nhân sự", Visibility: council.Internal, State: council.ItemComing},
		} {
			item.Order = i + 1
			s.write(council.ItemKind, item.ID, item)
		}
		return newBench(t, s.state, at(9, 26, 0))
	}},
	{name: "attend", room: func(t *testing.T) *bench {
		s := sitting(t).session(func(v *council.Session) { v.State, v.Current = council.SessionPrepared, "" })
		s.write(council.AttendanceKind, me, nil)
		b := newBench(t, s.state, at(7, 50, 0))
		b.load["blobd1"] = council.PaperState{Received: 1_700_000}
		b.load["blobd2"] = council.PaperState{Err: "hash"}
		b.load["blobd3"] = council.PaperState{}
		return b
	}},
	{name: "vote", room: voteBench},
	{name: "vote-undo", room: voteBench, do: func(b *bench) {
		b.delegate.vote.choose(council.Yes)
		b.pass(2 * time.Second)
	}},
	{name: "vote-receipt", room: func(t *testing.T) *bench {
		b := voteBench(t)
		b.vote = received()
		return b
	}},
	{name: "vote-unsent", room: func(t *testing.T) *bench {
		b := offlineBench(t)
		b.hand.time = at(9, 14, 20)
		return b
	}},
	{name: "vote-refused", room: func(t *testing.T) *bench {
		s := sitting(t).voting(at(9, 42, 0)).poll("v1", func(v *council.Poll) {
			v.State, v.ClosedAt = council.PollStarted, at(9, 42, 0).UnixMilli()
		})
		b := newBench(t, s.state, at(9, 42, 3))
		b.vote = council.Vote{State: council.VoteRefused, Choice: council.Yes, Code: "poll.closed"}
		return b
	}},
	{name: "vote-aside", room: voteBench, do: func(b *bench) { b.delegate.vote.putAside() }},
	{name: "vote-result", room: func(t *testing.T) *bench { return resultBench(t) }, do: func(b *bench) { b.delegate.vote.bringBack() }},
	{name: "offline", room: offlineBench, do: func(b *bench) { b.delegate.vote.putAside() }},
	{name: "unsent", room: offlineBench, do: func(b *bench) {
		b.delegate.vote.putAside()
		b.delegate.view.desk.bar.OnUnsent()
	}},
	{name: "leave", room: offlineBench, do: func(b *bench) {
		b.delegate.vote.putAside()
		b.delegate.confirmLeave()
	}},
	{name: "leave-exported", room: func(t *testing.T) *bench {
		b := exportingBench(t)
		b.exports.here = true
		return b
	}, do: func(b *bench) {
		b.delegate.export.model.Folder = "/media/usb"
		b.delegate.export.model.Open(sessionID, "d1")
		b.delegate.export.model.Start()
		b.loop.Until(b.t, "the end", func() bool { return b.delegate.export.model.Stage == notebook.ExportDone })
		b.delegate.export.model.Close()
		b.delegate.confirmLeave()
	}},
	{name: "leaving", room: func(t *testing.T) *bench {
		b := offlineBench(t)
		b.standing.Unsent = append(b.standing.Unsent, people.Unsent{Kind: people.SignOutKind, Since: at(9, 15, 40)})
		return b
	}},
	{name: "expired", room: expiredBench},
	{name: "given-back", room: givenBackBench},
	{name: "sign-sealed", room: func(t *testing.T) *bench {
		b := givenBackBench(t)
		b.standing.Link = people.Online
		return b
	}},
	{name: "unsent-sealed", room: func(t *testing.T) *bench {
		b := offlineBench(t)
		b.standing.Unsent = append(b.standing.Unsent, people.Unsent{Command: "x1", Since: at(9, 10, 0), Sealed: true}, people.Unsent{Command: "x2", Since: at(9, 11, 0), Sealed: true})
		return b
	}, do: func(b *bench) {
		b.delegate.vote.putAside()
		b.delegate.view.desk.bar.OnUnsent()
	}},
	{name: "lapsed", room: lapsedBench},
	{name: "lapsed-refused", room: func(t *testing.T) *bench {
		b := lapsedBench(t)
		b.again = func(string) error { return &people.Refusal{Code: "request.expired"} }
		return b
	}, do: func(b *bench) {
		b.delegate.lapse.again("c1")
		b.loop.Until(b.t, "refused", func() bool { return b.delegate.lapse.busy == "" })
	}},
	{name: "removed", room: removedBench, do: func(b *bench) {
		b.delegate.agenda.ChooseItem(b.delegate.moment, "i4")
		b.delegate.heart.Beat()
	}},
	{name: "removed-open", room: removedBench, do: func(b *bench) {
		b.delegate.agenda.ChooseItem(b.delegate.moment, "i4")
		b.delegate.agenda.ChoosePaper("d2")
		b.delegate.heart.Beat()
	}},
	{name: "account", room: func(t *testing.T) *bench { return newBench(t, sitting(t).state, at(9, 26, 0)) }, do: func(b *bench) { b.delegate.openAccount() }},
	{name: "page-number", room: func(t *testing.T) *bench { return newBench(t, sitting(t).state, at(9, 26, 0)) }, do: func(b *bench) {
		b.delegate.view.desk.paper.OnGo(6)
	}},
	{name: "ways", room: insideBench, do: func(b *bench) { b.delegate.openWays() }},
	{name: "outline", room: insideBench, do: func(b *bench) { b.delegate.openOutline() }},
	{name: "page-label", room: insideBench, do: func(b *bench) { b.delegate.askPage() }},
	{name: "link", room: insideBench, do: func(b *bench) {
		b.delegate.lead(reader.PageLink{Page: -1, Address: "https://thuvienphapluat.vn/van-ban/Bo-may-hanh-chinh/Nghi-dinh-30-2020-ND-CP-cong-tac-van-thu-436532.aspx"})
	}},
	{name: "locked", room: func(t *testing.T) *bench {
		b := newBench(t, sitting(t).state, at(9, 26, 0))
		b.pages.inside.password = "trường vinh"
		return b
	}},
	{name: "pairs", room: insideBench, do: func(b *bench) { b.delegate.paper.Wish(func(v *reader.Viewing) { v.Flow = reader.Pairs }) }},
	{name: "single", room: insideBench, do: func(b *bench) {
		b.delegate.paper.Wish(func(v *reader.Viewing) { v.Flow, v.Fit = reader.Single, reader.FitPage })
		b.delegate.paper.ToggleMark(0)
		b.delegate.paper.ToggleMark(2)
	}},
	{name: "night", room: insideBench, do: func(b *bench) {
		b.delegate.paper.Wish(func(v *reader.Viewing) { v.Night, v.Fit = true, reader.FitText })
		b.delegate.paper.ToggleMark(0)
	}},
	{name: "signed", room: func(t *testing.T) *bench { return signedBench(t, nil) }},
	{name: "signed-bad", room: func(t *testing.T) *bench {
		return signedBench(t, func(r *council.Reading) { r.Signed[0].State, r.Signed[0].Said = council.SignedBad, []string{"altered"} })
	}},
	{name: "signed-sheet", room: func(t *testing.T) *bench {
		return signedBench(t, func(r *council.Reading) {
			r.Signed = append(r.Signed, council.Signed{State: council.SignedUnknown, Said: []string{"intact", "added-unsigned", "root-unknown"}, Name: "Trần Thị Lệ", Root: "Doanh nghiệp ABC CA"})
		})
	}, do: func(b *bench) { b.delegate.view.desk.paper.Signed.OnTapped() }},
	{name: "find", room: insideBench, do: func(b *bench) {
		b.read()
		b.delegate.readers.Find.Open()
		b.settle()
		b.delegate.view.desk.paper.Bars.Find.Field.SetText("thoat nuoc")
		b.pass(pageview.TypingPause)
		b.loop.Until(b.t, "the places", func() bool { return b.delegate.readers.Find.Marks != nil })
	}},
	{name: "find-night", room: insideBench, do: func(b *bench) {
		b.read()
		b.delegate.paper.Wish(func(v *reader.Viewing) { v.Night = true })
		b.delegate.readers.Find.Open()
		b.settle()
		b.delegate.view.desk.paper.Bars.Find.Field.SetText("thoat nuoc")
		b.pass(pageview.TypingPause)
		b.loop.Until(b.t, "the places", func() bool { return b.delegate.readers.Find.Marks != nil })
	}},
	{name: "reflow", room: insideBench, do: func(b *bench) {
		b.read()
		b.delegate.readers.Flow.Open(0)
		b.loop.Until(b.t, "the words", func() bool { return len(b.delegate.view.desk.paper.Bars.Flow.Drawn.Parts) > 0 })
	}},
	{name: "aloud", room: insideBench, do: func(b *bench) {
		b.read()
		b.delegate.readers.Aloud.Speaker = &fakeSpeaker{}
		b.delegate.readers.Aloud.Open(0)
		b.loop.Until(b.t, "a sentence", func() bool { return b.delegate.view.desk.paper.Bars.Aloud.Drawn.Sentence != "" })
	}},
	{name: "pick", room: insideBench, do: func(b *bench) {
		b.read()
		b.delegate.readers.Pick.Open()
		b.loop.Until(b.t, "the words", func() bool { return b.delegate.paper.Text.State == pageview.TextHere })
		b.delegate.readers.Pick.Touch(0, 0.3, 0.25)
		b.delegate.readers.Pick.Drag(0, 0.6, 0.3)
		b.delegate.view.desk.paper.Column.Refresh()
	}},
	{name: "beside", room: insideBench, do: func(b *bench) {
		b.delegate.openBeside()
		b.settle()
		b.loop.Until(b.t, "both papers", func() bool {
			return !b.delegate.view.desk.twoPapers() || b.delegate.view.desk.beside.Value.Stage == pageview.PaperOpen
		})
	}},
	{name: "no-session", room: func(t *testing.T) *bench { return newBench(t, council.NewState(""), at(7, 30, 0)) }},
	{name: "drawer", room: func(t *testing.T) *bench { return newBench(t, sitting(t).state, at(9, 26, 0)) }, do: func(b *bench) {
		b.delegate.view.openDrawer()
	}},
	{name: "sessions", room: func(t *testing.T) *bench {
		b := newBench(t, sitting(t).state, at(9, 26, 0))
		other := council.NewState("s2")
		other.Session = council.Session{ID: "s2", Title: "Kỳ họp chuyên đề", State: council.SessionPrepared, StartsAt: at(14, 0, 0).UnixMilli()}
		b.others = []*council.State{other}
		return b
	}, do: func(b *bench) { b.delegate.openSessions() }},
	{name: "notes-list", room: notedBench, do: func(b *bench) {
		b.delegate.notes.side.choose(panelNotes)
		b.picturesOfNotes()
	}},
	{name: "notes-empty", room: func(t *testing.T) *bench { return newBench(t, sitting(t).state, at(9, 26, 0)) }, do: func(b *bench) {
		b.delegate.notes.side.choose(panelNotes)
	}},
	{name: "notes-locked", room: lockedBench, do: func(b *bench) { b.delegate.notes.side.choose(panelNotes) }},
	{name: "notes-open-card", room: lockedBench, do: func(b *bench) {
		b.delegate.notes.opening.Open()
		b.delegate.notes.opening.Card("123")
	}},
	{name: "notes-open-sheet", room: lockedBench, do: func(b *bench) {
		b.delegate.notes.opening.Open()
		b.delegate.notes.opening.Choose(notebook.BySheet)
	}},
	{name: "export", room: exportingBench, do: func(b *bench) { b.delegate.export.model.Open(sessionID, "d1") }},
	{name: "export-locked", room: func(t *testing.T) *bench {
		b := exportingBench(t)
		b.notebook.set(notes.Access{Known: true, Issued: true, Open: true, Locked: 12})
		return b
	}, do: func(b *bench) {
		b.delegate.export.model.Open(sessionID, "d9")
		b.delegate.export.model.Folder = "/media/nguyenthiphuongthaonguyen/USB DISK/Kỳ họp thứ Ba"
		b.delegate.heart.Beat()
	}},
	{name: "export-places", room: exportingBench, do: func(b *bench) {
		b.delegate.export.model.Open(sessionID, "d1")
		b.delegate.export.model.Ask()
		b.browsed("")
	}},
	{name: "export-folder", room: exportingBench, do: func(b *bench) {
		b.delegate.export.model.Open(sessionID, "d1")
		b.delegate.export.model.Look("/media/usb")
		b.browsed("/media/usb")
	}},
	{name: "export-running", room: exportingBench, do: func(b *bench) {
		b.exports.export = endless
		b.delegate.export.model.Open(sessionID, "d1")
		b.delegate.export.model.Start()
		b.loop.Until(b.t, "its progress", func() bool { return b.delegate.export.model.Progress.Done == 1 })
	}},
	{name: "export-done", room: exportingBench, do: func(b *bench) {
		b.delegate.export.model.Open(sessionID, "d1")
		b.delegate.export.model.Start()
		b.loop.Until(b.t, "the end", func() bool { return b.delegate.export.model.Stage == notebook.ExportDone })
	}},
	{name: "export-failed", room: exportingBench, do: func(b *bench) {
		b.exports.export = func(context.Context, notebook.Export, func(notebook.ExportProgress)) (notebook.Exported, error) {
			return notebook.Exported{}, &notebook.ExportFault{Code: "gone", Err: os.ErrNotExist}
		}
		b.delegate.export.model.Open(sessionID, "d1")
		b.delegate.export.model.Start()
		b.loop.Until(b.t, "the end", func() bool { return b.delegate.export.model.Stage == notebook.ExportFailed })
	}},
	{name: "tray", room: reissuedBench, do: func(b *bench) {
		b.delegate.notes.side.choose(panelTray)
		b.picturesOfNotes()
	}},
	{name: "tray-placing", room: reissuedBench, do: func(b *bench) {
		b.delegate.notes.side.choose(panelTray)
		tray := b.delegate.notes.tray
		tray.Kept[tray.Left(b.delegate.moment)[0].Noted.Key()] = true
		b.delegate.view.desk.side.tray.OnPlace(tray.Left(b.delegate.moment)[1].Noted)
	}},
	{name: "withdrawn", room: reissuedBench, do: func(b *bench) {
		b.delegate.heart.Beat()
		state := b.state.Clone()
		delete(state.Documents, "d1")
		b.turn(func() { b.state = state })
	}},
	{name: "compare", room: notedIssuesBench, do: func(b *bench) {
		b.comparing(1)
		b.loop.Until(b.t, "the ink of both issues", func() bool {
			for _, side := range b.delegate.compareInk {
				if sheet := side.Sheets[2]; sheet == nil || sheet.Working || len(sheet.Tiles) == 0 {
					return false
				}
			}
			return true
		})
	}},
	{name: "compare-away", room: func(t *testing.T) *bench {
		b := comparedBench(t)
		b.load["before"] = council.PaperState{}
		return b
	}, do: func(b *bench) { b.comparing(0) }},
	{name: "votes-past", room: func(t *testing.T) *bench { return resultBench(t) }, do: func(b *bench) { b.delegate.notes.side.choose(panelVotes) }},
	{name: "vote-absent", room: func(t *testing.T) *bench {
		return newBench(t, sitting(t).write(council.AttendanceKind, me, nil).voting(at(9, 42, 0)).state, at(9, 41, 18))
	}},
	{name: "vote-closing", room: voteBench, do: func(b *bench) { b.pass(38 * time.Second) }},
	{name: "fault", room: func(t *testing.T) *bench {
		b := newBench(t, sitting(t).session(func(v *council.Session) { v.State, v.ClosedAt = council.SessionClosed, at(11, 30, 0).UnixMilli() }).state, at(11, 32, 0))
		b.pages.fault[0] = "crashed"
		return b
	}},
	{name: "long", room: func(t *testing.T) *bench {
		long := "Nghị quyết về việc điều chỉnh, bổ sung Kế hoạch đầu tư công trung hạn giai đoạn 2026–2030 và phân bổ chi tiết nguồn vốn ngân sách phường, vốn hỗ trợ của thành phố và nguồn xã hội hóa cho các dự án trọng điểm"
		s := sitting(t)
		item := s.state.Items["i4"]
		item.Title = long
		s.write(council.ItemKind, "i4", item)
		s.voting(at(9, 42, 0)).poll("v1", func(v *council.Poll) { v.Question = "Thông qua " + long })
		return newBench(t, s.state, at(9, 41, 18))
	}},
}

// insideBench is a paper with an outline, labels and a file.
func insideBench(t *testing.T) *bench {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.inside.contents = reader.Contents{
		Labels: []string{"i", "ii", "1", "2", "3", "PL-1"},
		Headings: []reader.Heading{
			{Title: "Phần thứ nhất. Đánh giá tình hình thực hiện Kế hoạch đầu tư công năm 2026 và những tồn tại, hạn chế cần khắc phục trong thời gian tới", Level: 0, Page: 0},
			{Title: "I. Kết quả đạt được", Level: 1, Page: 2}, {Title: "1. Giải ngân", Level: 2, Page: 2}, {Title: "2. Các dự án hoàn thành", Level: 2, Page: 3}, {Title: "II. Tồn tại, hạn chế", Level: 1, Page: 3},
			{Title: "Phần thứ hai. Kế hoạch năm 2027", Level: 0, Page: 4}, {Title: "Phụ lục danh mục dự án", Level: 0, Page: 5},
		},
		Attached: []reader.Attached{{Name: "Phu-luc-so-lieu-2026.xlsx", Size: 3 << 20}},
	}
	return b
}

// TestPictures lays every screen of the tablet out in every size and looks for words outside the screen
// and for targets too small for a finger. With CONGSO_PICTURES the pictures are kept to be looked at.
func TestPictures(t *testing.T) {
	kept := os.Getenv("CONGSO_PICTURES") != ""
	for _, one := range scenes {
		t.Run(one.name, func(t *testing.T) {
			kittest.BothThemes(t, func(t *testing.T, suffix string) {
				if !kept && suffix == "-dark" {
					return // the measures are those of the light theme
				}
				for _, size := range sizes {
					b := one.room(t)
					b.pages.plain = !kept
					screen := b.open()
					window := kittest.Window(t, screen.Content(), size)
					screen.Start()
					b.settle()
					b.loop.Until(t, "the paper", func() bool { return b.delegate.paper.Opening == "" })
					if one.do != nil {
						one.do(b)
					}
					b.settle()
					kittest.Settle(screen.Content(), size)
					b.settle()
					inspect(t, fmt.Sprint(size), window)
					if !kept {
						screen.Stop()
						continue
					}
					kittest.Keep(t, fmt.Sprintf("delegate-%s-%.0fx%.0f%s", one.name, size.Width, size.Height, suffix), kittest.Capture(window))
					screen.Stop()
				}
			})
		})
	}
}

// TestElders lays every screen out in large letters.
func TestElders(t *testing.T) {
	for _, one := range scenes {
		t.Run(one.name, func(t *testing.T) {
			kittest.Start(t, kit.LightPalette(), kit.ElderScale)
			for _, size := range []fyne.Size{tablet, {Width: 800, Height: 1280}} {
				b := one.room(t)
				b.pages.plain = os.Getenv("CONGSO_PICTURES") == ""
				screen := b.open()
				window := kittest.Window(t, screen.Content(), size)
				screen.Start()
				b.settle()
				b.loop.Until(t, "the paper", func() bool { return b.delegate.paper.Opening == "" })
				if one.do != nil {
					one.do(b)
				}
				b.settle()
				kittest.Settle(screen.Content(), size)
				b.settle()
				inspect(t, fmt.Sprint(size), window)
				if !b.pages.plain {
					kittest.Keep(t, fmt.Sprintf("delegate-%s-%.0fx%.0f-elder", one.name, size.Width, size.Height), kittest.Capture(window))
				}
				screen.Stop()
			}
		})
	}
}
