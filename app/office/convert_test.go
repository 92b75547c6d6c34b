package office

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/assets"
)

// turned has a paper turned and gives the text of the PDF.
func turned(t *testing.T, o *Office, data []byte) (string, error) {
	t.Helper()
	text := ""
	err := o.Convert(t.Context(), bytes.NewReader(data), int64(len(data)), nil, func(path string, _ int) error {
		said, err := exec.Command("pdftotext", path, "-").Output()
		text = strings.TrimSpace(string(said))
		return err
	})
	if entries, _ := os.ReadDir(o.config.Folder); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
	return text, err
}

// libre is an Office with the LibreOffice of this machine.
func libre(t *testing.T) *Office {
	t.Helper()
	program := Find()
	if program == "" {
		t.Skip("LibreOffice is not installed: tools/setup.sh test installs it")
	}
	worker, err := Worker()
	if err != nil {
		t.Fatal(err)
	}
	fonts := []Font{{"LiberationSerif-Regular.ttf", assets.Font("LiberationSerif-Regular.ttf")}}
	o, err := New(Config{Program: program, Folder: filepath.Join(t.TempDir(), "office"), Worker: worker, Fonts: fonts, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

const sentence = "Tờ trình về đường Nguyễn Huệ, sửa đổi ngân sách"

func TestLibreOfficeTurnsPapers(t *testing.T) {
	o := libre(t)
	for name, data := range map[string][]byte{"docx": docx(t, sentence, "Times New Roman"), "xlsx": xlsx(t, sentence), "odt": odt(t, sentence),
		"ods": ods(t, sentence), "odp": odp(t, sentence), "rtf": rtf(sentence)} {
		if text, err := turned(t, o, data); err != nil || !strings.Contains(strings.Join(strings.Fields(text), " "), sentence) {
			t.Errorf("%s: %q %v", name, text, err)
		}
	}
}

// What LibreOffice makes of the papers of before 2007 it reads again.
func TestLibreOfficeTurnsOldPapers(t *testing.T) {
	o := libre(t)
	folder := t.TempDir()
	for kind, data := range map[string][]byte{"doc": docx(t, sentence, "Times New Roman"), "xls": xlsx(t, sentence), "ppt": odp(t, sentence)} {
		source := filepath.Join(folder, kind+".source")
		if err := os.WriteFile(source, data, 0o600); err != nil {
			t.Fatal(err)
		}
		made := exec.Command(o.config.Program, "-env:UserInstallation="+fileURL(filepath.Join(folder, "profile")), "--headless", "--convert-to", kind, "--outdir", folder, source)
		if said, err := made.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		old, err := os.ReadFile(filepath.Join(folder, kind+"."+kind))
		if err != nil {
			t.Fatal(err)
		}
		if format, err := Inspect(bytes.NewReader(old), int64(len(old))); format != kind || err != nil {
			t.Errorf("%s is found to be %q: %v", kind, format, err)
		}
		if text, err := turned(t, o, old); err != nil || !strings.Contains(strings.Join(strings.Fields(text), " "), sentence) {
			t.Errorf("%s: %q %v", kind, text, err)
		}
	}
}

// A paper cannot bring a file of the server into the PDF, by whatever it links to.
func TestPapersSeeNoOtherFiles(t *testing.T) {
	o := libre(t)
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("SECRET OF THE SERVER"), 0o644); err != nil {
		t.Fatal(err)
	}
	linked := openDocument(t, "text", `<text:section text:name="a"><text:section-source xlink:href="`+fileURL(secret)+`" text:filter-name="Text"/><text:p>-</text:p></text:section><text:p>beside</text:p>`)
	text, err := turned(t, o, linked)
	if err != nil || !strings.Contains(text, "beside") || strings.Contains(text, "SECRET") {
		t.Errorf("%q %v", text, err)
	}
}

func TestWithoutLibreOffice(t *testing.T) {
	o, err := New(Config{Folder: filepath.Join(t.TempDir(), "office"), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := turned(t, o, docx(t, "a", "A")); err == nil || o.Installed() {
		t.Error("papers are turned by nobody")
	} else if code, _ := CodeOf(err); code != CodeNotInstalled {
		t.Error(err)
	}
}

// played is an Office whose LibreOffice is a shell script.
func played(t *testing.T, script string, config Config) *Office {
	t.Helper()
	config.Program = filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(config.Program, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	config.Folder, config.Logger = filepath.Join(t.TempDir(), "office"), quiet()
	o, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// What goes wrong in LibreOffice is said, in time, and nothing of it is left running.
func TestRunsThatFail(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell: ", err)
	}
	paper := docx(t, "a", "A")
	for name, row := range map[string]struct {
		script string
		config Config
		code   Code
	}{
		"says well and makes nothing": {"exit 0", Config{}, CodeFailed},
		"makes something else":        {"echo nonsense > out/paper.pdf", Config{}, CodeFailed},
		"breaks":                      {"kill -9 $$", Config{}, CodeFailed},
		"never ends":                  {"(sleep 321.5; sleep 321.5) & sleep 321.5", Config{Limit: time.Second / 2}, CodeTooSlow},
		"eats memory":                 {"head -c 400000000 /dev/zero | tail -c 399999999 > /dev/null; sleep 321.5", Config{Memory: 100 << 20, Limit: 30 * time.Second}, CodeTooLarge},
	} {
		began := time.Now()
		_, err := turned(t, played(t, row.script, row.config), paper)
		if code, _ := CodeOf(err); code != row.code {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
	left, err := exec.Command("pgrep", "-f", "sleep 321.5").Output()
	if err == nil {
		t.Errorf("still running: %s", left)
	}
}

// One paper is turned at a time; who leaves does not wait, and ends what is under way.
func TestOneAtATime(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell: ", err)
	}
	o := played(t, "sleep 322.5", Config{})
	paper := docx(t, "a", "A")
	first, stop := context.WithCancel(t.Context())
	began, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- o.Convert(first, bytes.NewReader(paper), int64(len(paper)), func() { close(began) }, nil)
	}()
	<-began
	second, leave := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer leave()
	err := o.Convert(second, bytes.NewReader(paper), int64(len(paper)), func() { t.Error("two at once") }, nil)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
