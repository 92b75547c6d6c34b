package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/demo"
)

// A council session from an empty machine to a counted vote, with the server gone in the middle.
func TestSessionFromEmptyMachineToCountedVote(t *testing.T) {
	program, server := programs(t)
	folder := t.TempDir()
	data := filepath.Join(folder, "room")
	packed := filepath.Join(folder, "pack")
	if err := demo.Write(t.Context(), packed, time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	untimed(t, filepath.Join(packed, "session.json"))

	running := startServer(t, server, data)
	if said := run(t, server, "import", "--data", data, packed); !strings.Contains(said, "30") {
		t.Errorf("import says %q, want 30 deputies", said)
	}

	clerk := open(t, "clerk", program, "clerk", "--data", filepath.Join(folder, "clerk"), "--pair", invitation(t, server, data, "clerk"))
	hall := open(t, "hall", program, "hall", "--data", filepath.Join(folder, "hall"), "--pair", invitation(t, server, data, "hall"))
	first := open(t, "delegate-1", program, "delegate", "--data", filepath.Join(folder, "delegate-1"), "--pair", invitation(t, server, data, "delegate"))
	second := open(t, "delegate-2", program, "delegate", "--data", filepath.Join(folder, "delegate-2"))

	// The second tablet finds the room by itself, and both screens show the same six digits.
	second.tap(roomName)
	second.shows(second.say("join.compare"))
	clerk.tap(clerk.say("clerk.page.devices"))
	digits := comparedDigits(t, second)
	clerk.shows(digits)
	clerk.tap(clerk.say("clerk.device.approve"))
	second.tap(second.say("join.compare.same"))
	second.shows(second.say("chamber.sign.title"))

	// Cards are issued and printed; two delegates take the tablets with the codes on paper.
	clerk.tap(clerk.say("clerk.page.people"))
	clerk.tap(clerk.say("clerk.cards.issue"))
	confirm(clerk, clerk.say("clerk.cards.issue.confirm", "count", 30))
	clerk.tap(clerk.say("clerk.cards.print"))
	codes := printedCodes(t, filepath.Join(folder, "clerk", "sheets"), clerk.say("sheet.cards"), 30)
	take(first, codes[0])
	take(second, codes[1])

	clerk.keep("people")
	clerk.tap(clerk.say("clerk.page.run"))
	clerk.tap(clerk.say("clerk.session.open"))
	confirm(clerk, clerk.say("clerk.session.open"))
	for _, delegate := range []*window{first, second} {
		delegate.gone(delegate.say("chamber.session.prepared")) // its strip goes, and what is below it moves up
		delegate.tap(delegate.say("chamber.attend.button"))
		delegate.shows(strings.TrimSpace(delegate.say("chamber.attend.done", "time", "")))
	}
	clerk.tap(clerk.say("clerk.roll.rest"))
	confirm(clerk, clerk.say("clerk.roll.rest.confirm"))
	clerk.shows(clerk.say("clerk.roll.quorum.met", "needed", 20, "present", 30))
	clerk.tapFor(clerk.say("clerk.item.begin"), "the item under way in the hall", func() bool { return hall.reads("Nội dung 1") })

	// A paper is open on both.
	first.shows(first.say("chamber.paper.page", "page", 1, "total", 6))
	second.shows(second.say("chamber.paper.page", "page", 1, "total", 6))
	first.keep("paper")
	hall.keep("item")

	clerk.tapFor(clerk.say("clerk.poll.open"), "the vote open", func() bool { return first.reads(first.say("chamber.choice.yes")) })
	second.shows(second.say("chamber.choice.yes"))
	first.keep("vote")
	clerk.keep("vote")

	// The server goes. The paper stays open; a vote waits as not sent.
	stopServer(t, running)
	first.shows("Ngoại tuyến")
	first.tap(first.say("chamber.choice.yes"))
	first.shows(first.say("chamber.vote.undo"))
	first.shows(first.say("chamber.unsent.chip"))
	first.keep("unsent")
	first.tap(first.say("chamber.vote.back"))
	first.shows(first.say("chamber.paper.page", "page", 1, "total", 6))
	first.keep("offline")

	// It is back; the vote is counted once.
	running = startServer(t, server, data)
	first.shows(first.say("chamber.link.online"))
	second.tap(second.say("chamber.choice.no"))
	second.shows(second.say("chamber.vote.recorded"))
	second.keep("recorded")
	clerk.shows(clerk.say("clerk.poll.received", "count", 2, "all", 30))

	clerk.tapFor(clerk.say("clerk.poll.close"), "the vote closing", func() bool {
		return clerk.reads(clerk.say("clerk.next.closing")) || clerk.reads(clerk.say("clerk.poll.publish"))
	})
	clerk.tap(clerk.say("clerk.poll.publish"))
	confirm(clerk, clerk.say("clerk.poll.publish"))
	hall.shows("15 phiếu") // còn thiếu 15 phiếu tán thành: 16 of 30 are needed, 1 is there
	hall.keep("result")
	sheets := filepath.Join(folder, "clerk", "sheets")
	clerk.tapFor(clerk.say("clerk.poll.print"), "the sheet", func() bool { return sheetIn(sheets, clerk.say("sheet.result")) != "" })
	sheet := printed(t, sheets, clerk.say("sheet.result"))
	text := textOf(t, sheet)
	for _, wanted := range []string{"KHÔNG ĐƯỢC THÔNG QUA", "72/2025/QH15"} {
		if !strings.Contains(strings.ToUpper(text), strings.ToUpper(wanted)) {
			t.Errorf("the printed result lacks %q:\n%s", wanted, text)
		}
	}
	if !regexp.MustCompile(`(?i)tán thành\D{0,40}1\b`).MatchString(text) {
		t.Errorf("the printed result does not say one vote in favour:\n%s", text)
	}
	stopServer(t, running)
	if said := run(t, server, "verify", "--data", data); !strings.Contains(said, "OK") {
		t.Errorf("verify says %q", said)
	}
}

const roomName = "Phòng họp phường Trường Vinh"

// serverProcess is the room server, with the channel that closes when it has ended.
type serverProcess struct {
	command *exec.Cmd
	ended   chan struct{}
}

// startServer starts the room server and waits until it answers.
func startServer(t *testing.T, server, data string) *serverProcess {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(server, "serve", "--data", data, "--listen", ":7443", "--name", roomName)
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &serverProcess{command, make(chan struct{})}
	go func() { command.Wait(); log.Close(); close(p.ended) }()
	t.Cleanup(func() {
		command.Process.Kill()
		<-p.ended
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("output of the server:\n%s", tail(string(text), 3000))
		}
	})
	read := func() string { text, _ := os.ReadFile(log.Name()); return string(text) }
	until(t, "the server is ready", func() bool { return strings.Contains(read(), roomName) }, read)
	return p
}

// stopServer asks the server to end and waits for it.
func stopServer(t *testing.T, p *serverProcess) {
	t.Helper()
	p.command.Process.Signal(os.Interrupt)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	select {
	case <-p.ended:
	case <-ctx.Done():
		t.Fatal("the server did not end")
	}
}

// invitation has the server make one and returns its text.
func invitation(t *testing.T, server, data, mode string) string {
	t.Helper()
	said := run(t, server, "pair", "--data", data, "--mode", mode)
	text := regexp.MustCompile(`congso://\S+`).FindString(said)
	if text == "" {
		t.Fatalf("no invitation in %q", said)
	}
	return text
}

// untimed makes every poll of a pack run until the clerk closes it.
func untimed(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = regexp.MustCompile(`"seconds":\s*\d+`).ReplaceAll(data, []byte(`"seconds": 0`))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// comparedDigits reads the six digits that a tablet shows.
func comparedDigits(t *testing.T, w *window) string {
	t.Helper()
	var digits string
	until(t, "six digits", func() bool {
		for _, s := range w.look() {
			if regexp.MustCompile(`^\d{3} \d{3}$`).MatchString(s.Label) {
				digits = s.Label
			}
		}
		return digits != ""
	}, w.all)
	return digits
}

// printed waits for a sheet of a kind.
func printed(t *testing.T, folder, kind string) string {
	t.Helper()
	var found string
	until(t, "printed: "+kind, func() bool {
		found = sheetIn(folder, kind)
		return found != ""
	}, func() string { return folder })
	return found
}

// sheetIn returns the last sheet of a kind in a folder, empty for none.
func sheetIn(folder, kind string) (found string) {
	names, _ := filepath.Glob(filepath.Join(folder, kind+"*.pdf"))
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.Size() > 0 {
			found = name
		}
	}
	return found
}

// printedCodes reads the codes off the printed cards.
func printedCodes(t *testing.T, folder, kind string, count int) []string {
	t.Helper()
	text := textOf(t, printed(t, folder, kind))
	codes := regexp.MustCompile(`\b\d{4} ?\d{4}\b`).FindAllString(text, -1)
	if len(codes) < count {
		t.Fatalf("%d codes on the cards, want %d:\n%s", len(codes), count, text)
	}
	for i := range codes {
		codes[i] = strings.ReplaceAll(codes[i], " ", "")
	}
	return codes
}

// take signs a delegate in with the code on paper.
func take(w *window, code string) {
	w.t.Helper()
	w.shows(w.say("chamber.sign.code.title"))
	for _, digit := range code {
		w.tap(string(digit))
	}
	w.tap(w.say("chamber.sign.me"))
	w.shows(w.say("chamber.rail.title"))
}

// confirm answers the question that a dialog asks.
func confirm(w *window, label string) {
	w.t.Helper()
	w.find(w.say("clerk.cancel")) // the dialog has opened over the button of the same words
	w.tap(label)
}
