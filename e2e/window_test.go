package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/assets"
)

// window is one program on a screen of its own.
type window struct {
	t       *testing.T
	name    string
	display string
	sights  string
	words   *assets.Words
}

// sight is one thing that a window shows, in pixels.
type sight struct {
	Label    string  `json:"label"`
	Tappable bool    `json:"tappable"`
	X        float32 `json:"x"`
	Y        float32 `json:"y"`
	Width    float32 `json:"width"`
	Height   float32 `json:"height"`
}

const screenWidth, screenHeight = 1280, 800

// open starts a program on a new screen.
func open(t *testing.T, name, program string, arguments ...string) *window {
	t.Helper()
	w := &window{t: t, name: name, sights: filepath.Join(t.TempDir(), "sights.json"), words: assets.LoadWords(assets.Vietnamese)}
	number, told, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight), "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{told}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	told.Close()
	var display int
	if _, err := fmt.Fscan(number, &display); err != nil {
		t.Fatalf("Xvfb: %v", err)
	}
	number.Close()
	w.display = fmt.Sprintf(":%d", display)
	home := t.TempDir()
	process(t, name, []string{
		"DISPLAY=" + w.display, "CONGSO_SIGHTS=" + w.sights, "LANG=vi_VN.UTF-8", "HOME=" + home,
		"XDG_CONFIG_HOME=" + home, "XDG_CACHE_HOME=" + cacheFolder(),
	}, program, append(arguments, "--size", fmt.Sprintf("%dx%d", screenWidth, screenHeight))...)
	t.Cleanup(func() {
		if t.Failed() {
			w.keep("failed")
		}
	})
	return w
}

// cacheFolder keeps the compiled renderer between runs, as on a real machine.
func cacheFolder() string {
	folder, err := os.UserCacheDir()
	if err != nil {
		return os.TempDir()
	}
	return folder
}

// keep takes a picture, where somebody wants pictures.
func (w *window) keep(moment string) {
	folder := os.Getenv("CONGSO_E2E_PICTURES")
	if folder == "" {
		return
	}
	path := filepath.Join(folder, w.name+"-"+moment+".png")
	if out, err := exec.Command("import", "-display", w.display, "-window", "root", path).CombinedOutput(); err != nil {
		w.t.Logf("picture %s: %v %s", path, err, out)
	}
}

func (w *window) look() []sight {
	data, err := os.ReadFile(w.sights)
	if err != nil {
		return nil
	}
	var seen []sight
	if json.Unmarshal(data, &seen) != nil {
		return nil
	}
	for i := range seen { // numbers are tied to their words
		seen[i].Label = strings.ReplaceAll(seen[i].Label, "\u00a0", " ")
	}
	return seen
}

// all is everything that can be read now.
func (w *window) all() string {
	var labels []string
	for _, s := range w.look() {
		if s.Tappable {
			labels = append(labels, "["+s.Label+"]")
		} else {
			labels = append(labels, s.Label)
		}
	}
	return w.name + " shows: " + strings.Join(labels, " | ")
}

// shows waits until a text can be read.
func (w *window) shows(text string) {
	w.t.Helper()
	until(w.t, w.name+" shows "+text, func() bool { return w.reads(text) }, w.all)
}

// gone waits until a text can no longer be read.
func (w *window) gone(text string) {
	w.t.Helper()
	until(w.t, w.name+" no longer shows "+text, func() bool { return len(w.look()) > 0 && !w.reads(text) }, w.all)
}

// reads reports whether a text can be read now, across the lines of a paragraph.
func (w *window) reads(text string) bool {
	var whole []string
	for _, s := range w.look() {
		if strings.Contains(s.Label, text) {
			return true
		}
		whole = append(whole, s.Label)
	}
	return strings.Contains(strings.Join(whole, " "), text)
}

// find waits for something to tap whose label contains a text, the shortest such label first.
func (w *window) find(label string) sight {
	w.t.Helper()
	var found sight
	until(w.t, w.name+" offers "+label, func() bool {
		found = sight{}
		for _, s := range w.look() {
			x, y := s.X+s.Width/2, s.Y+s.Height/2
			inside := x > 0 && y > 0 && x < screenWidth && y < screenHeight
			if s.Tappable && inside && strings.Contains(s.Label, label) && (found.Label == "" || len(s.Label) < len(found.Label)) {
				found = s
			}
		}
		return found.Label != ""
	}, w.all)
	return found
}

// tap waits for something to tap that has come to rest, and taps it. Like a person it taps again when
// nothing at all happens on the screen; the test's log says so.
func (w *window) tap(label string) {
	w.t.Helper()
	at := w.find(label)
	until(w.t, w.name+" has come to rest around "+label, func() bool {
		time.Sleep(300 * time.Millisecond) // longer than between two lists of what is shown
		before := at
		at = w.find(label)
		return at == before
	}, w.all)
	before := w.reading()
	for range 3 {
		w.touch(at.X+at.Width/2, at.Y+at.Height/2)
		for deadline := time.Now().Add(4 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			if w.reading() != before {
				return
			}
		}
		w.t.Logf("%s: nothing happened after a tap on %q", w.name, label)
		w.keep("nothing-happened")
	}
}

// tapFor taps until what the tap is for can be seen, as a person does whose tap went unnoticed on a busy
// machine; the test's log says so.
func (w *window) tapFor(label, what string, seen func() bool) {
	w.t.Helper()
	w.tap(label)
	for range 3 {
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			if seen() {
				return
			}
		}
		w.t.Logf("%s: a tap on %q went unnoticed: not %s", w.name, label, what)
		w.tap(label)
	}
	until(w.t, what, seen, w.all)
}

// timely is what changes by itself.
var timely = regexp.MustCompile(`^\d{1,2}(:\d{2})+$|giây|phút|trước`)

// reading is all that can be read, but for what changes by itself: clocks, and ages.
func (w *window) reading() string {
	var labels []string
	for _, s := range w.look() {
		if len([]rune(s.Label)) > 1 && !timely.MatchString(s.Label) {
			labels = append(labels, s.Label, fmt.Sprint(s.Tappable))
		}
	}
	return strings.Join(labels, "\n")
}

// touch presses a place as a finger does on a screen: the pointer comes there and is pressed in one moment.
func (w *window) touch(x, y float32) {
	w.t.Helper()
	w.xdotool("mousemove", fmt.Sprint(int(x)), fmt.Sprint(int(y)), "mousedown", "1", "sleep", "0.08", "mouseup", "1")
}

func (w *window) xdotool(arguments ...string) {
	w.t.Helper()
	command := exec.Command("xdotool", arguments...)
	command.Env = append(os.Environ(), "DISPLAY="+w.display)
	if out, err := command.CombinedOutput(); err != nil {
		w.t.Fatalf("xdotool %v: %v\n%s", arguments, err, out)
	}
}

// say is a sentence of the program, in Vietnamese.
func (w *window) say(key string, pairs ...any) string { return w.words.Say(key, pairs...) }
