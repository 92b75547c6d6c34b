package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/app/station"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
)

const screenWidth, screenHeight = 1280, 800

// screen is an X server whose picture lies in a file that can be looked at without asking anyone.
type screen struct {
	server  *exec.Cmd
	display string
	picture string
}

func openScreen(ctx context.Context, folder string) (*screen, error) {
	number, told, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer number.Close()
	s := &screen{picture: filepath.Join(folder, "Xvfb_screen0")}
	s.server = exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-fbdir", folder,
		"-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight), "-nolisten", "tcp", "-nocursor")
	s.server.ExtraFiles = []*os.File{told}
	if err := s.server.Start(); err != nil {
		return nil, fmt.Errorf("start Xvfb, which shows windows without a monitor: %w", err)
	}
	told.Close()
	var display int
	if _, err := fmt.Fscan(number, &display); err != nil {
		return nil, err
	}
	s.display = ":" + strconv.Itoa(display)
	return s, nil
}

func (s *screen) close() {
	s.server.Process.Kill()
	s.server.Wait()
}

// ink counts the dark pixels in the agenda's column, whose ground is light: its words are there once
// there are many.
func (s *screen) ink() (int, error) {
	data, err := os.ReadFile(s.picture)
	if err != nil {
		return 0, err
	}
	if len(data) < 100 {
		return 0, errors.New("no picture yet")
	}
	head := func(word int) int { return int(binary.BigEndian.Uint32(data[4*word:])) }
	start, line := head(0)+head(19)*12, head(12) // header, colour map, bytes a line
	dark, light := 0, 0
	for y := 160; y < 600; y++ {
		row := data[start+y*line:]
		for x := 20; x < 280; x++ {
			if p := row[4*x : 4*x+3]; int(p[0])+int(p[1])+int(p[2]) < 240 {
				dark++
			} else if int(p[0])+int(p[1])+int(p[2]) > 600 {
				light++
			}
		}
	}
	if light < dark {
		return 0, nil // an empty screen is black
	}
	return dark, nil
}

// enoughInk is what the words of some items on the agenda have at least, in pixels.
const enoughInk = 1500

// delegate prepares a tablet that is paired, taken by a delegate and up to date, with the heaviest real
// paper on the agenda; it returns the tablet's folder.
func (b *bench) delegate(ctx context.Context, s *server) (string, error) {
	clerk, err := b.clerk(ctx, s)
	if err != nil {
		return "", err
	}
	hash, size, err := handIn(ctx, clerk, filepath.Join(b.data, "gov-survey-113-pages.pdf"))
	if err != nil {
		return "", err
	}
	stream := people.CouncilStream("bench")
	session := council.Import{Session: council.Session{ID: "bench", Title: "Kỳ họp thứ Ba", Office: "Hội đồng nhân dân phường", Body: council.PeoplesCouncil}}
	session.Deputies = append(session.Deputies, council.Deputy{Person: "p0", Name: "Nguyễn Thị Phương Thảo Nguyên", Voting: true})
	for i := range 15 {
		session.Items = append(session.Items, council.Item{ID: "i" + strconv.Itoa(i), Order: i + 1, Title: "Kế hoạch đầu tư công và dự toán ngân sách " + strconv.Itoa(i)})
	}
	session.Documents = []council.Document{{ID: "d", Item: "i0", Order: 1, Title: "Khảo sát", Audience: people.Members("bench"), Revision: 1, Blob: hash, Size: size}}
	if _, err := clerk.ask(ctx, stream, council.ImportSession, session); err != nil {
		return "", err
	}
	if _, err := clerk.ask(ctx, stream, council.OpenSession, struct{}{}); err != nil {
		return "", err
	}
	if _, err := clerk.ask(ctx, stream, council.StartItem, council.Pointing{ID: "i0"}); err != nil {
		return "", err
	}
	card, err := rehearse.Card(ctx, clerk, "p0")
	if err != nil {
		return "", err
	}
	invitation, err := b.invite(ctx, s, people.DelegateMode, 1)
	if err != nil {
		return "", err
	}
	folder := filepath.Join(b.work, "delegate")
	return folder, syncTablet(ctx, folder, s.address, invitation, card, hash)
}

// syncTablet joins, signs in and waits until everything is here.
func syncTablet(ctx context.Context, path, address, invitation, card, paper string) error {
	folder, err := station.OpenFolder(ctx, path)
	if err != nil {
		return err
	}
	defer folder.Close()
	finding, err := station.NewFinding(folder, people.DelegateMode, address, true)
	if err != nil {
		return err
	}
	if err := finding.Join(ctx, invitation); err != nil {
		return err
	}
	identity, err := folder.Identity(ctx)
	if err != nil {
		return err
	}
	tablet, err := station.Open(ctx, station.Config{Folder: folder, Identity: identity, Server: address, Loopback: true, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	within, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- tablet.Serve(within) }()
	defer func() { cancel(); <-done }()
	signed := false
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if !signed && tablet.Seat().Standing().Link == people.Online {
			signed = tablet.Seat().SignIn(ctx, card) == nil
		}
		if tablet.State(paper).Have && len(tablet.Seat().Session().Agenda()) > 0 {
			return nil
		}
	}
	return errors.New("the tablet did not come up to date")
}

// handIn brings a paper to the server.
func handIn(ctx context.Context, d device, path string) (string, int64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", 0, err
	}
	return handInBytes(ctx, d, data)
}

func handInBytes(ctx context.Context, d device, data []byte) (string, int64, error) {
	hash, size, err := storage.Sum(bytes.NewReader(data))
	if err != nil {
		return "", 0, err
	}
	return hash, size, link.HandIn(ctx, d.Request, hash, size, bytes.NewReader(data), nil)
}

// open starts the delegate's window and waits until its agenda can be read.
func (b *bench) open(ctx context.Context, on *screen, folder, address string, environment ...string) (*exec.Cmd, time.Duration, error) {
	command := exec.CommandContext(ctx, b.program("congso"), "delegate", "--data", folder, "--server", address, "--loopback",
		"--size", fmt.Sprintf("%dx%d", screenWidth, screenHeight))
	command.Env = append(os.Environ(), "DISPLAY="+on.display, "LANG=vi_VN.UTF-8")
	command.Env = append(command.Env, environment...)
	began := time.Now()
	if err := command.Start(); err != nil {
		return nil, 0, err
	}
	for deadline := began.Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if dark, err := on.ink(); err == nil && dark > enoughInk {
			return command, time.Since(began), nil
		}
	}
	command.Process.Kill()
	command.Wait()
	return nil, 0, errors.New("no agenda to read within 30 s")
}

// delegateReady is the time from the start of the process to an agenda that can be read.
func delegateReady(ctx context.Context, b *bench) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := b.startServer(ctx, filepath.Join(b.work, "room"))
	if err != nil {
		return err
	}
	defer s.stop()
	folder, err := b.delegate(ctx, s)
	if err != nil {
		return err
	}
	var values []float64
	for range 5 {
		on, err := openScreen(ctx, b.work)
		if err != nil {
			return err
		}
		command, took, err := b.open(ctx, on, folder, s.address)
		if err == nil {
			command.Process.Signal(os.Interrupt)
			command.Wait()
			values = append(values, took.Seconds())
		}
		on.close()
		if err != nil {
			return err
		}
	}
	figure("start.delegate_ready", "s", values)
	return nil
}

// delegateMemory is what the delegate's window and its worker hold in memory after the heaviest real
// paper was paged through, both together.
func delegateMemory(ctx context.Context, b *bench) error {
	return b.withWindow(ctx, []string{"CONGSO_WAITS=" + b.waits()}, b.pageThrough)
}

// withWindow opens a delegate's window against a server of its own, on a screen of its own.
func (b *bench) withWindow(ctx context.Context, environment []string, do func(context.Context, *screen, *exec.Cmd) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := b.startServer(ctx, filepath.Join(b.work, "room"))
	if err != nil {
		return err
	}
	defer s.stop()
	folder, err := b.delegate(ctx, s)
	if err != nil {
		return err
	}
	on, err := openScreen(ctx, b.work)
	if err != nil {
		return err
	}
	defer on.close()
	command, _, err := b.open(ctx, on, folder, s.address, environment...)
	if err != nil {
		return err
	}
	defer func() { command.Process.Signal(os.Interrupt); command.Wait() }()
	return do(ctx, on, command)
}

// pageThrough turns the pages of the open paper and tells what the window holds meanwhile.
func (b *bench) pageThrough(ctx context.Context, on *screen, command *exec.Cmd) error {
	hand := func(arguments ...string) error {
		x := exec.CommandContext(ctx, "xdotool", arguments...)
		x.Env = append(os.Environ(), "DISPLAY="+on.display)
		return x.Run()
	}
	if err := hand("mousemove", "800", "500"); err != nil {
		return err
	}
	var most float64
	var paging []time.Time
	const turns = 150 // 113 pages, each some turns of the wheel high
	for turn := range turns {
		if turn%(turns/rounds) == 0 {
			paging = append(paging, time.Now())
		}
		if err := hand("click", "--repeat", "12", "--delay", "20", "5"); err != nil {
			return err
		}
		held, err := residentWithChildren(command.Process.Pid)
		if err != nil {
			return err
		}
		most = max(most, held)
	}
	last, err := residentWithChildren(command.Process.Pid)
	if err != nil {
		return err
	}
	alone, err := proportional(command.Process.Pid)
	if err != nil {
		return err
	}
	fmt.Printf("figure mem.delegate %.0f MB\n  at the end %.0f MB, of which the window %.0f MB and its worker %.0f MB\n", most, last, alone, last-alone)
	return b.eventGaps(append(paging, time.Now()))
}

// residentWithChildren is the proportional memory of a process and its children, in MB: what several
// share is counted once.
func residentWithChildren(process int) (float64, error) {
	total, err := proportional(process)
	if err != nil {
		return 0, err
	}
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", process))
	if err != nil {
		return 0, err
	}
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if err != nil {
			continue // a thread that has ended
		}
		for _, child := range strings.Fields(string(children)) {
			if number, err := strconv.Atoi(child); err == nil {
				if held, err := proportional(number); err == nil {
					total += held
				}
			}
		}
	}
	return total, nil
}

func proportional(process int) (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", process))
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(data), "\n") {
		if rest, found := strings.CutPrefix(line, "Pss:"); found {
			kilobytes, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kilobytes / 1000, err
		}
	}
	return 0, errors.New("no Pss in smaps_rollup")
}
