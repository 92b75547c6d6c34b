package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/station"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/ui"
)

// window is one screen of the demonstration: a process of this same program.
type window struct {
	mode    people.Mode
	name    string // of its folder, "delegate-2"
	process *exec.Cmd
	ended   chan struct{}
}

// open opens one more window of a mode. Its device is one of the room's already, and a delegate's is in
// a person's hands, so that nothing has to be set up.
func (d *demonstration) open(ctx context.Context, mode people.Mode) error {
	number := d.freeNumber(mode)
	name := fmt.Sprintf("%s-%d", mode, number)
	folder := filepath.Join(d.folder, "devices", name)
	device, known := d.plan.Windows[name]
	if !known {
		if d.room == nil {
			return nil // the server is switched off; a new device needs it
		}
		identity, err := d.room.Admit(ctx, d.words.Say("launcher."+string(mode))+" "+fmt.Sprint(number), mode)
		if err != nil {
			return err
		}
		if err := place(ctx, folder, identity); err != nil {
			return err
		}
		device = identity.Device()
		d.plan.Windows[name] = device
		if err := d.keep(); err != nil {
			return err
		}
	}
	if mode == people.DelegateMode && d.room != nil && d.room.HolderOf(device) == "" {
		if err := d.seat(ctx, device, number); err != nil {
			return err
		}
	}
	return d.spawn(mode, name, folder)
}

// seat puts a person before a delegate's window.
func (d *demonstration) seat(ctx context.Context, device string, number int) error {
	person := ""
	if number <= len(d.plan.Seats) {
		person = d.plan.Seats[number-1]
	} else if extra := number - len(d.plan.Seats) - 1; extra < len(d.plan.Virtual) {
		person = d.room.HolderOf(d.plan.Virtual[extra])
	}
	if person == "" {
		return nil // more windows than deputies: they sign in by hand
	}
	if err := d.room.Hand(ctx, device, person); err != nil {
		return err
	}
	// Present at once, so that the first vote needs nothing but a choice. Refused where it is not the time.
	if err := d.room.Do(ctx, device, people.CouncilStream(d.plan.Session), council.Attend, struct{}{}); err != nil {
		d.logger.Info("Person of a window not marked present", "error", err)
	}
	return nil
}

// place puts an identity into a device's folder.
func place(ctx context.Context, path string, identity *trust.Identity) error {
	f, err := station.OpenFolder(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(f.Adopt(ctx, identity, nil), f.Close())
}

// freeNumber is the first number of a mode without an open window.
func (d *demonstration) freeNumber(mode people.Mode) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	for number := 1; ; number++ {
		taken := false
		for w := range d.windows {
			taken = taken || w.name == fmt.Sprintf("%s-%d", mode, number)
		}
		if !taken {
			return number
		}
	}
}

func (d *demonstration) spawn(mode people.Mode, name, folder string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	arguments := []string{string(mode), "--data", folder, "--loopback", "--server", fmt.Sprintf("127.0.0.1:%d", d.plan.Port),
		"--language", string(d.options.language)}
	w := &window{mode: mode, name: name, process: exec.Command(self, arguments...), ended: make(chan struct{})}
	w.process.Stdout, w.process.Stderr = os.Stdout, os.Stderr
	if err := w.process.Start(); err != nil {
		return err
	}
	d.mu.Lock()
	d.windows[w] = true
	d.mu.Unlock()
	d.change(func(*ui.DemoState) {})
	go func() {
		if err := w.process.Wait(); err != nil {
			d.logger.Warn("Window ended with an error", "window", w.name, "error", err)
		}
		d.mu.Lock()
		delete(d.windows, w)
		d.mu.Unlock()
		close(w.ended)
		d.change(func(*ui.DemoState) {})
	}()
	return nil
}

// closeWithin is how long a window may take to close by itself.
const closeWithin = 5 * time.Second

// closeWindows asks every window to close, and ends those that do not.
func (d *demonstration) closeWindows() {
	d.mu.Lock()
	var open []*window
	for w := range d.windows {
		open = append(open, w)
	}
	d.mu.Unlock()
	for _, w := range open {
		if w.process.Process.Signal(os.Interrupt) != nil { // Windows knows no such signal
			w.process.Process.Kill()
		}
	}
	for _, w := range open {
		select {
		case <-w.ended:
		case <-time.After(closeWithin):
			w.process.Process.Kill()
			<-w.ended
		}
	}
}
