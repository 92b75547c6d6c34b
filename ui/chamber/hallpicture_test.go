package chamber

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// counted is a poll whose counts are shown while it runs.
func counted(t *testing.T, yes, no, abstain int) *story {
	s := sitting(t).voting(at(9, 41, 39)).poll("v1", func(v *council.Poll) { v.Running = true })
	return s.write(council.TallyKind, "v1", council.Tally{Poll: "v1", Count: council.Count{
		Total: 30, Present: 28, Received: yes + no + abstain, Yes: yes, No: no, Abstain: abstain,
	}})
}

// decided is a published poll.
func decided(t *testing.T, yes, no, abstain int) *story {
	s := counted(t, yes, no, abstain).poll("v1", func(v *council.Poll) {
		v.State, v.ClosedAt, v.PublishedAt = council.PollPublished, at(9, 41, 39).UnixMilli(), at(9, 42, 0).UnixMilli()
	})
	count := council.Count{Total: 30, Present: 28, Received: yes + no + abstain, Yes: yes, No: no, Abstain: abstain}
	return s.write(council.ResultKind, "v1", council.Result{Poll: "v1", Count: count, Verdict: majority.Decide(count, false), ClosedAt: at(9, 41, 39).UnixMilli()})
}

var hallScenes = []struct {
	name string
	room func(t *testing.T) *bench
}{
	{"nothing", func(t *testing.T) *bench { return newBench(t, council.NewState(""), at(7, 30, 0)) }},
	{"before", func(t *testing.T) *bench {
		s := sitting(t).session(func(v *council.Session) { v.State, v.Current = council.SessionPrepared, "" })
		return newBench(t, s.state, at(7, 50, 0))
	}},
	{"between", func(t *testing.T) *bench {
		return newBench(t, sitting(t).session(func(v *council.Session) { v.Current = "" }).state, at(9, 30, 0))
	}},
	{"item", func(t *testing.T) *bench {
		s := sitting(t)
		item := s.state.Items["i4"]
		item.Presenter = "Nguyễn Thị Phương Thảo Nguyên, Phó Chủ tịch UBND phường"
		return newBench(t, s.write(council.ItemKind, "i4", item).state, at(9, 26, 0))
	}},
	{"item-long-offline", func(t *testing.T) *bench {
		s := sitting(t)
		item := s.state.Items["i4"]
		item.Title = "Nghị quyết về việc điều chỉnh, bổ sung Kế hoạch đầu tư công trung hạn giai đoạn 2026–2030 và phân bổ chi tiết nguồn vốn ngân sách phường, vốn hỗ trợ của thành phố và nguồn xã hội hóa cho các dự án trọng điểm"
		b := newBench(t, s.write(council.ItemKind, "i4", item).state, at(9, 26, 0))
		b.standing.Link, b.standing.Since, b.standing.LastContact = people.Offline, at(9, 14, 0), at(9, 14, 0)
		return b
	}},
	{"voting", func(t *testing.T) *bench { return newBench(t, counted(t, 13, 2, 1).state, at(9, 41, 18)) }},
	{"voting-reached", func(t *testing.T) *bench { return newBench(t, counted(t, 17, 2, 1).state, at(9, 41, 32)) }},
	{"voting-hidden", func(t *testing.T) *bench { return newBench(t, sitting(t).voting(at(9, 42, 0)).state, at(9, 41, 18)) }},
	{"counting", func(t *testing.T) *bench {
		s := sitting(t).voting(at(9, 42, 0)).poll("v1", func(v *council.Poll) { v.State, v.ClosedAt = council.PollFinished, at(9, 42, 0).UnixMilli() })
		return newBench(t, s.state, at(9, 42, 10))
	}},
	{"passed", func(t *testing.T) *bench { return newBench(t, decided(t, 24, 3, 1).state, at(9, 42, 10)) }},
	{"failed", func(t *testing.T) *bench { return newBench(t, decided(t, 13, 12, 3).state, at(9, 42, 10)) }},
	{"closed", func(t *testing.T) *bench {
		s := sitting(t).session(func(v *council.Session) {
			v.State, v.Current, v.ClosedAt = council.SessionClosed, "", at(11, 30, 0).UnixMilli()
		})
		return newBench(t, s.state, at(11, 31, 0))
	}},
}

// TestHallPictures lays every screen of the hall out, dark and light, and looks for words outside it. With
// CONGSO_PICTURES the pictures are kept to be looked at.
func TestHallPictures(t *testing.T) {
	palettes := map[string]kit.Palette{"-dark": kit.DarkPalette(), "-light": kit.LightPalette().HallInLight()}
	for _, one := range hallScenes {
		for suffix, palette := range palettes {
			t.Run(one.name+suffix, func(t *testing.T) {
				kittest.Start(t, palette, 1)
				for _, size := range []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1280, Height: 800}} {
					b := one.room(t)
					hall := NewHall(b.setting())
					window := kittest.Window(t, hall.Content(), size)
					hall.Start()
					b.settle()
					kittest.Settle(hall.Content(), size)
					inspect(t, fmt.Sprint(size), window)
					if os.Getenv("CONGSO_PICTURES") == "" {
						hall.Stop()
						continue
					}
					kittest.Keep(t, fmt.Sprintf("hall-%s-%.0fx%.0f%s", one.name, size.Width, size.Height, suffix), kittest.Capture(window))
					hall.Stop()
				}
			})
		}
	}
}
