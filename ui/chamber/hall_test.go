package chamber

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
)

var english = assets.LoadWords(assets.English)

func hang(t *testing.T, b *bench) *Hall {
	t.Helper()
	kittest.Start(t, kit.DarkPalette(), 1)
	hall := NewHall(b.setting())
	kittest.Window(t, hall.Content(), fyne.NewSize(1920, 1080))
	hall.Start()
	t.Cleanup(hall.Stop)
	b.settle()
	return hall
}

func TestHallFollowsAPoll(t *testing.T) {
	s := sitting(t)
	b := newBench(t, s.state, at(9, 40, 0))
	hall := hang(t, b)
	says := func(words ...string) {
		t.Helper()
		for _, one := range words {
			if !kittest.Shows(hall.Content(), one) {
				t.Errorf("the hall does not say %q: %q", one, kittest.Texts(hall.Content()))
			}
		}
	}
	says("Kế hoạch đầu tư công năm", "Có mặt 28/30, đủ điều kiện họp", "09:40")

	s.now = at(9, 41, 0)
	s.voting(at(9, 42, 0)).poll("v1", func(v *council.Poll) { v.Running = true })
	tally := func(yes, no int) {
		s.write(council.TallyKind, "v1", council.Tally{Poll: "v1", Count: council.Count{Total: 30, Present: 28, Received: yes + no, Yes: yes, No: no}})
		b.turn(func() { b.state = s.state })
	}
	b.hand.time = at(9, 41, 10)
	tally(13, 2)
	says("Còn thiếu 3 phiếu", "cần 16/30, quá nửa tổng số đại biểu", "0:50", "13")
	tally(16, 2)
	says("Đủ điều kiện thông qua", "16")
	b.pass(10 * time.Second)
	says("0:40")

	s.poll("v1", func(v *council.Poll) { v.State, v.ClosedAt = council.PollFinished, at(9, 42, 0).UnixMilli() })
	b.turn(func() { b.state = s.state })
	says("Đã đóng biểu quyết, chờ công bố")
	count := council.Count{Total: 30, Present: 28, Received: 28, Yes: 15, No: 13}
	s.write(council.ResultKind, "v1", council.Result{Poll: "v1", Count: count, Verdict: majority.Decide(count, false)})
	s.poll("v1", func(v *council.Poll) { v.State, v.PublishedAt = council.PollPublished, at(9, 41, 30).UnixMilli() })
	b.turn(func() { b.state = s.state })
	says("Không được thông qua, thiếu 1 phiếu")
	b.pass(3 * time.Minute)
	says("Kế hoạch đầu tư công năm", "Tiếp theo")
}

func TestHallHidesChoicesWhileAPollRuns(t *testing.T) {
	s := sitting(t).voting(at(9, 42, 0))
	s.write(council.TallyKind, "v1", council.Tally{Poll: "v1", Count: council.Count{Total: 30, Present: 28, Received: 17, Yes: 11, No: 6}})
	value := hallOf(momentOf(t, newBench(t, s.state, at(9, 41, 0))))
	if len(value.Counts) != 0 || !value.Tally.Hidden || value.Missing || value.Good {
		t.Errorf("the hall tells how people vote: %+v", value)
	}
	if value.Headline != "Đã nhận 17/28 phiếu" {
		t.Errorf("headline %q", value.Headline)
	}
}

func momentOf(t *testing.T, b *bench) *frame.Moment {
	t.Helper()
	setting := b.setting()
	return frame.NewMoment(&setting, b.hand.now())
}

func TestHallStages(t *testing.T) {
	closed := sitting(t).session(func(v *council.Session) { v.State, v.Current = council.SessionClosed, "" }).state
	before := sitting(t).session(func(v *council.Session) { v.State, v.Current = council.SessionPrepared, "" }).state
	between := sitting(t).session(func(v *council.Session) { v.Current = "" }).state
	for want, state := range map[hallStage]*council.State{
		hallNothing: council.NewState(""), hallBefore: before, hallBetween: between, hallItem: sitting(t).state, hallAfter: closed,
		hallVoting: sitting(t).voting(time.Time{}).state, hallResult: decided(t, 20, 5, 3).state,
	} {
		if got := hallOf(momentOf(t, newBench(t, state, at(9, 42, 10)))).Stage; got != want {
			t.Errorf("stage %d, not %d", got, want)
		}
	}
}

func TestHallOffline(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.standing.Link, b.standing.Since, b.standing.LastContact = people.Offline, at(9, 14, 0), at(9, 14, 0)
	hall := hang(t, b)
	if !kittest.Shows(hall.Content(), "Ngoại tuyến từ 09:14") || !kittest.Shows(hall.Content(), "Có mặt 28/30 lúc 09:14") {
		t.Errorf("shown: %q", kittest.Texts(hall.Content()))
	}
}

func TestHallShortOfQuorum(t *testing.T) {
	s := sitting(t)
	left := 0
	for person := range s.state.Attendances {
		if left++; left > 10 {
			break
		}
		s.write(council.AttendanceKind, person, council.Attendance{Person: person, State: council.Left})
	}
	value := hallOf(momentOf(t, newBench(t, s.state, at(9, 26, 0))))
	if !value.Short || value.Presence != "Có mặt 18/30, chưa đủ 20 để họp" {
		t.Errorf("%+v", value.Presence)
	}
}

// The words are found by their keys only, so every key that stands in the code must exist.
func TestEveryKeyHasWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`"((?:chamber|hall|error)\.[a-z0-9.-]+)"(\+?)`)
	words := assets.LoadWords(assets.Vietnamese)
	keys := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range said.FindAllStringSubmatch(string(source), -1) {
			if key := found[1]; key[len(key)-1] != '.' && key != "chamber.weekday" {
				keys++
				if !words.Has(key) {
					t.Errorf("%s: %q has no words", file, key)
				}
			}
		}
	}
	if keys < 150 {
		t.Errorf("only %d keys found", keys)
	}
	for _, choice := range council.Forms[0].Choices {
		if key := "chamber.choice." + string(choice); !words.Has(key) {
			t.Error(key)
		}
	}
	for _, base := range []council.Base{council.OfTotal, council.OfPresent, council.OfVoting, council.OfValid} {
		if key := "chamber.base." + string(base); !words.Has(key) {
			t.Error(key)
		}
	}
	for _, state := range []council.PollState{council.PollStarted, council.PollFinished, council.PollPublished} {
		if key := "chamber.vote.wait." + string(state); !words.Has(key) {
			t.Error(key)
		}
	}
	for _, state := range []council.SessionState{council.SessionPrepared, council.SessionOpen, council.SessionClosed} {
		if key := "chamber.session.state." + string(state); !words.Has(key) {
			t.Error(key)
		}
	}
	for _, link := range []people.Link{people.Unpaired, people.Waiting, people.Rejected} {
		if key := "chamber.sign.no-room." + string(link); !words.Has(key) {
			t.Error(key)
		}
	}
	for _, name := range pageview.LoadNames {
		if key := "chamber.paper.load." + name; !words.Has(key) {
			t.Error(key)
		}
	}
}
