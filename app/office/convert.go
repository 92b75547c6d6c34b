package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Font is lent to papers that ask for one that the machine does not have.
type Font struct {
	Name string // of its file
	Data []byte
}

// Config says how papers are turned.
type Config struct {
	Program string        // LibreOffice's soffice; empty: there is none
	Folder  string        // for what lies on the disk while a paper is turned; made where it is missing
	Limit   time.Duration // for one paper; 0: a minute
	Memory  int64         // for one paper, bytes; 0: 2 GB. Watched on Linux alone
	Fonts   []Font
	// Worker is the command of a program whose main calls BecomeWorker; none: LibreOffice is started without
	// being shut in, as on systems other than Linux.
	Worker []string
	// Count counts the pages of a PDF that was made, and refuses one that cannot be shown; nil: they are not counted.
	Count  func(ctx context.Context, path string) (int, error)
	Logger *slog.Logger
}

// Office turns papers, one at a time. Safe from any goroutine.
type Office struct {
	config Config
	turn   chan struct{}
}

// New makes one. What a run that was broken off left in the folder is removed.
func New(config Config) (*Office, error) {
	if config.Limit == 0 {
		config.Limit = time.Minute
	}
	if config.Memory == 0 {
		config.Memory = 2 << 30
	}
	if err := os.RemoveAll(config.Folder); err != nil {
		return nil, fmt.Errorf("office: %w", err)
	}
	return &Office{config: config, turn: make(chan struct{}, 1)}, nil
}

// Find looks for LibreOffice; empty where there is none.
func Find() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	usual := []string{"/usr/lib/libreoffice/program/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"}
	for _, variable := range []string{"ProgramFiles", "ProgramFiles(x86)"} {
		if folder := os.Getenv(variable); runtime.GOOS == "windows" && folder != "" {
			usual = append(usual, filepath.Join(folder, "LibreOffice", "program", "soffice.exe"))
		}
	}
	for _, program := range usual {
		if info, err := os.Stat(program); err == nil && info.Mode().IsRegular() {
			return program
		}
	}
	return ""
}

// Installed reports whether there is a LibreOffice.
func (o *Office) Installed() bool { return o.config.Program != "" }

// Convert makes a PDF of an office paper of that many bytes. began, which may be nil, is called when its turn has
// come; take is given where the PDF lies, until it returns, and how many pages it has. Nothing is left on the disk. What is wrong with the
// paper is an *Error.
func (o *Office) Convert(ctx context.Context, paper io.ReaderAt, size int64, began func(), take func(path string, pages int) error) error {
	if !o.Installed() {
		return refuse(CodeNotInstalled, nil)
	}
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if began != nil {
		began()
	}
	format, err := Inspect(paper, size)
	if err != nil {
		return err
	}
	run, err := o.begin(paper, size, format)
	if err != nil {
		return fmt.Errorf("office: %w", err)
	}
	err = o.run(ctx, run)
	if err == nil {
		err = o.hand(ctx, run.result(), take)
	}
	if removed := os.RemoveAll(run.folder); removed != nil {
		o.config.Logger.Warn("Folder of a converted paper not removed", "error", removed)
	}
	return err
}

// hand gives a PDF to who takes it.
func (o *Office) hand(ctx context.Context, path string, take func(path string, pages int) error) (err error) {
	pages := 0
	if o.config.Count != nil {
		if pages, err = o.config.Count(ctx, path); err != nil && ctx.Err() == nil {
			return refuse(CodeFailed, err)
		}
	}
	if err != nil {
		return err
	}
	return take(path, pages)
}

// run is one paper on the disk.
type run struct{ folder, format string }

func (r run) in(parts ...string) string { return filepath.Join(slices.Insert(parts, 0, r.folder)...) }
func (r run) source() string            { return r.in("paper." + r.format) }
func (r run) result() string            { return r.in("out", "paper.pdf") }

// begin lays a paper out on the disk, with a profile for LibreOffice.
func (o *Office) begin(paper io.ReaderAt, size int64, format string) (r run, err error) {
	if err := os.MkdirAll(o.config.Folder, 0o700); err != nil {
		return r, err
	}
	folder, err := os.MkdirTemp(o.config.Folder, "paper-*")
	if err != nil {
		return r, err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return r, err
	}
	r = run{folder, format}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(folder))
		}
	}()
	for _, below := range []string{r.in("out"), r.in("tmp"), r.in("profile", "user", "fonts")} {
		if err := os.MkdirAll(below, 0o700); err != nil {
			return r, err
		}
	}
	if err := os.WriteFile(r.in("profile", "user", "registrymodifications.xcu"), []byte(profile), 0o600); err != nil {
		return r, err
	}
	for _, font := range o.config.Fonts {
		if err := os.WriteFile(r.in("profile", "user", "fonts", filepath.Base(font.Name)), font.Data, 0o600); err != nil {
			return r, err
		}
	}
	file, err := os.OpenFile(r.source(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return r, err
	}
	_, err = io.Copy(file, io.NewSectionReader(paper, 0, size))
	return r, errors.Join(err, file.Close())
}

// run has LibreOffice turn a paper, and makes sure that no process of it is left.
func (o *Office) run(ctx context.Context, r run) error {
	within, cancel := context.WithTimeout(ctx, o.config.Limit)
	defer cancel()
	said := &bounded{}
	var heavy atomic.Bool
	err := o.start(within, r, said, &heavy)
	if ended, ok := errors.AsType[*exec.ExitError](err); ok && ended.ExitCode() == beginAgain {
		err = o.start(within, r, said, &heavy)
	}
	detail := fmt.Errorf("%w: %.500s", errors.Join(err, errNoPDF), strings.TrimSpace(said.into.String()))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case heavy.Load():
		return refuse(CodeTooLarge, detail)
	case within.Err() != nil:
		return refuse(CodeTooSlow, detail)
	case !isPDF(r.result()):
		return refuse(CodeFailed, detail) // it says that all is well where nothing is
	}
	return nil
}

// beginAgain is how LibreOffice ends where it has made its profile and wants to be started once more.
const beginAgain = 81

// start starts LibreOffice once and waits for its end.
func (o *Office) start(ctx context.Context, r run, said io.Writer, heavy *atomic.Bool) error {
	arguments := []string{engine(o.config.Program), "-env:UserInstallation=" + fileURL(r.in("profile")),
		"--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
		"--convert-to", "pdf", "--outdir", r.in("out"), r.source()}
	if len(o.config.Worker) > 0 {
		seconds := int(o.config.Limit/time.Second) + 1
		arguments = slices.Concat(o.config.Worker, []string{r.folder, strconv.Itoa(seconds), strconv.FormatInt(o.config.Memory, 10)}, arguments)
	}
	command := exec.CommandContext(ctx, arguments[0], arguments[1:]...)
	command.Dir = r.folder
	command.Env = append(systemEnvironment(), "HOME="+r.folder, "TMPDIR="+r.in("tmp"), "TMP="+r.in("tmp"), "TEMP="+r.in("tmp"),
		"LC_ALL=C.UTF-8", "SAL_USE_VCLPLUGIN=svp", "XDG_CACHE_HOME="+r.in("tmp"), "XDG_CONFIG_HOME="+r.in("tmp"))
	command.Stdout, command.Stderr = said, said
	command.WaitDelay = 5 * time.Second
	group(command)
	command.Cancel = func() error { return killGroup(command) }
	pipes := listPipes()
	defer sweepPipes(pipes)
	if err := command.Start(); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	ended := make(chan struct{})
	defer close(ended)
	go watchMemory(command.Process.Pid, o.config.Memory, ended, func() {
		heavy.Store(true)
		_ = killGroup(command)
	})
	err := command.Wait()
	_ = killGroup(command) // of what is left, if anything is
	return err
}

// engine is the program behind soffice, which is a script on some systems that starts another that starts this one.
func engine(program string) string {
	if real, err := filepath.EvalSymlinks(program); err == nil {
		if behind := filepath.Join(filepath.Dir(real), "soffice.bin"); runtime.GOOS == "linux" {
			if info, err := os.Stat(behind); err == nil && info.Mode().IsRegular() {
				return behind
			}
		}
	}
	return program
}

var errNoPDF = errors.New("no PDF was made")

// isPDF reports whether a file is one, as far as its beginning tells.
func isPDF(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, 5)
	_, err = io.ReadFull(file, head)
	return err == nil && string(head) == "%PDF-"
}

// fileURL is the address of a folder, as LibreOffice wants it.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// bounded keeps the beginning of what is said.
type bounded struct{ into bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	const most = 8 << 10
	b.into.Write(p[:min(len(p), max(0, most-b.into.Len()))])
	return len(p), nil
}
