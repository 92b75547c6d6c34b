package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/standby"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// Names of settings. On disk: only ever add.
const (
	keyStandby   = "standby"   // standby.Record: who may take over from this server
	keyFollowing = "following" // following: whom this server may take over from
	keyBefore    = "before"    // following: whom it took over from
)

// ErrStandby says that a folder is a standby's: nobody may act on it as the room.
var ErrStandby = &people.Refusal{Code: "standby.here"}

// openDuty brings up who may take over from this server. Nothing is answered without them from here on.
func (r *Room) openDuty(ctx context.Context) error {
	end, err := r.log.End(ctx)
	if err != nil {
		return err
	}
	var record standby.Record
	if err := readSetting(ctx, r.log, keyStandby, &record); err != nil {
		return err
	}
	r.dutyTold = make(chan struct{}, 1)
	r.duty = standby.NewPrimary(standby.PrimaryConfig{
		Log: r.log, Record: record, End: end, Outfit: r.outfit, Begin: r.beginAlone,
		Keep: func(ctx context.Context, record standby.Record) error {
			return keepSetting(ctx, r.log, keyStandby, record)
		},
		Told: r.noteDuty,
		Now:  r.config.Now, Logger: r.config.Logger,
	})
	return nil
}

func readSetting(ctx context.Context, log *storage.Room, name string, into any) error {
	stored, ok, err := log.Setting(ctx, name)
	if err != nil || !ok {
		return err
	}
	if err := json.Unmarshal(stored, into); err != nil {
		return fmt.Errorf("room: %s: %w", name, err)
	}
	return nil
}

func keepSetting(ctx context.Context, log *storage.Room, name string, value any) error {
	stored, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("room: %s: %w", name, err)
	}
	return log.SetSetting(ctx, name, stored)
}

// outfit is what a standby needs beside the log. The authority's key is not in it.
func (r *Room) outfit(ctx context.Context, request []byte) (standby.Outfit, error) {
	outfit := standby.Outfit{Room: r.name, Authority: r.authority.Certificate(), Secrets: r.bench.secrets.key, Vault: r.bench.safe.master, Safe: r.bench.safe.private[:]}
	var err error
	if outfit.Epochs, err = r.log.Epochs(ctx); err != nil {
		return outfit, err
	}
	outfit.Rules, err = os.ReadFile(filepath.Join(r.config.Folder, "majority.json"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return outfit, fmt.Errorf("room: %w", err)
	}
	if len(request) == 0 {
		return outfit, nil
	}
	outfit.Certificate, err = r.authority.IssueServer(request)
	if code := trust.CodeOf(err); code != "" {
		return outfit, &standby.Refusal{Code: code}
	}
	return outfit, err
}

// beginAlone begins an epoch that no takeover of the standby reaches: that one counts on from the epoch in
// which it had everything.
func (r *Room) beginAlone(ctx context.Context) error {
	highest, err := r.log.HighestEpoch(ctx)
	if err != nil {
		return err
	}
	epoch := r.authority.Server().Begin(highest+2, change.Alone, r.config.Now())
	if err := r.log.BeginEpoch(ctx, epoch); err != nil {
		return err
	}
	r.hub.Begin(epoch)
	return nil
}

// noteDuty is called with the standby's state locked, and leaves the telling to serveDuty.
func (r *Room) noteDuty(duty standby.Duty, servers []string) {
	r.dutyMu.Lock()
	r.dutyNow, r.servers = duty, servers
	r.dutyMu.Unlock()
	select {
	case r.dutyTold <- struct{}{}:
	default:
	}
}

// Duty says how the server stands with its standby.
func (r *Room) Duty() people.Duty {
	duty := r.duty.Duty()
	return people.Duty{Standby: string(duty.Phase), Since: duty.Since, Name: duty.Name, Fault: duty.Fault}
}

// serveDuty tells devices and whoever runs the server how the standby stands, until ctx ends.
func (r *Room) serveDuty(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-r.dutyTold:
		}
		r.dutyMu.Lock()
		duty, servers := r.dutyNow, r.servers
		r.dutyMu.Unlock()
		said := wire.Duty{Standby: string(duty.Phase), Since: duty.Since, Name: duty.Name, Fault: duty.Fault}
		r.hub.Announce(said, servers)
		if r.config.Duty != nil {
			r.config.Duty(people.Duty(said))
		}
	}
}

// aside does what must not wait for a standby that is out of sight; it implements hub.Config.Aside. Rights
// are those of now.
func (r *Room) aside(command change.Command) func(context.Context, change.Actor) change.Answer {
	if command.Kind != people.GoAloneKind {
		return nil
	}
	return func(_ context.Context, actor change.Actor) change.Answer {
		mode := actor.Mode
		if actor.Device != "" {
			grant := r.bench.Grant(actor.Device)
			if grant.Code != "" {
				return change.Refuse(grant.Code)
			}
			mode = grant.Mode
		}
		if !people.May(people.Mode(mode), people.ManagePeople) {
			return change.Refuse("not-allowed")
		}
		code, err := r.duty.GoAlone()
		switch {
		case err != nil:
			return change.Refuse("standby.not-kept")
		case code != "":
			return change.Refuse(code)
		}
		return change.Accept()
	}
}

// forbid takes the right to take over from a device that was revoked. From the writer's goroutine.
func (r *Room) forbid() {
	for _, device := range r.duty.Devices() {
		if r.bench.Grant(device).Code == "device.revoked" {
			r.duty.Input(standby.Forbidden{Device: device})
		}
	}
}

// standbyName is the header in which a standby says how it is called.
const standbyName = "Congso-Name"

// serveStandby answers GET /standby: for approved standby devices alone.
func (r *Room) serveStandby(w http.ResponseWriter, q *http.Request) {
	device := trust.DeviceOf(q.Context())
	grant := r.bench.Grant(device)
	code := grant.Code
	switch silenced, err := r.log.Overtaken(q.Context()); {
	case err != nil:
		code = standby.Faulty
	case silenced != nil:
		code = "server.overtaken"
	case code == "device.pending" && grant.Mode == "":
		// The room's authority gave it a certificate and the log does not know it: a server that speaks for
		// the room no more, and comes back to be a standby.
		if err := r.proposeStandby(q.Context(), device, q.Header.Get(standbyName)); err != nil {
			r.config.Logger.Info("Standby not proposed", "device", device, "error", err)
		}
	case code == "" && !people.May(people.Mode(grant.Mode), people.HoldCopy):
		code = "not-allowed"
	}
	if code != "" {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_ = json.NewEncoder(w).Encode(refused{code}) // who asked may be gone
		return
	}
	r.duty.Accept(w, q, device, grant.Name)
}

// refused is how a standby is told that it is not let in.
type refused struct {
	Code string `json:"code"`
}

func (r *Room) proposeStandby(ctx context.Context, device, name string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return registrar{r}.register(ctx, people.RegisterKind, people.Device{ID: device, Name: name, Mode: people.StandbyMode, State: people.Pending})
}

// logAdapter gives the storage the form that the hub declares, and tells nothing that a standby which may
// take over does not have.
type logAdapter struct {
	*storage.Room
	duty *standby.Primary
	last *uint64 // number of the last batch; of the writer's goroutine
}

// Commit writes to both disks.
func (l logAdapter) Commit(ctx context.Context, entries []change.Entry, answers []hub.Kept) error {
	kept := make([]storage.Kept, len(answers))
	for i, a := range answers {
		kept[i] = storage.Kept(a)
	}
	if err := l.Room.Commit(ctx, entries, kept); err != nil {
		return err
	}
	*l.last++
	if err := l.duty.Await(ctx, *l.last); err != nil {
		return fmt.Errorf("%w: %w", hub.ErrHeld, err)
	}
	return nil
}

// Answered returns an answer that was kept: after a restart it may be on this disk alone yet.
func (l logAdapter) Answered(ctx context.Context, device, id string) (change.Answer, bool, error) {
	answer, known, err := l.Room.Answered(ctx, device, id)
	if err == nil && known {
		err = l.duty.Secured(ctx, *l.last)
	}
	return answer, known, err
}

// Read shows what is on both disks.
func (l logAdapter) Read(ctx context.Context, audience change.Audience, after uint64, limit int) ([]change.Entry, error) {
	entries, err := l.Room.Read(ctx, audience, after, limit)
	if err == nil {
		err = l.shown(ctx)
	}
	return entries, err
}

// shown waits until everything that the log has now is on both disks.
func (l logAdapter) shown(ctx context.Context) error {
	end, err := l.End(ctx)
	if err != nil {
		return err
	}
	return l.duty.Secured(ctx, end.Batch)
}

// sharedSnapshots are of what is on both disks.
type sharedSnapshots struct {
	*snapshots
	log logAdapter
}

func (s sharedSnapshots) Snapshot(ctx context.Context, audience change.Audience, after, head uint64) (wire.Snapshot, error) {
	made, err := s.snapshots.Snapshot(ctx, audience, after, head)
	if err == nil {
		err = s.log.shown(ctx)
	}
	return made, err
}
