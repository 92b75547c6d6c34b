package room

import (
	"context"
	"encoding/json"
	"net/netip"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/beacon"
	"congso.vn/congso/sync/trust"
)

// invite makes an invitation for as many devices as asked, good for five minutes.
func (r *Room) invite(asked people.Inviting) (people.Invited, error) {
	if !r.authority.MayAdmit() {
		return people.Invited{}, &trust.Error{Code: trust.Promoted}
	}
	token, err := r.tokens.Issue(string(asked.Mode), asked.Count, asked.Wait)
	if err != nil {
		return people.Invited{}, err
	}
	if asked.Rehearsal != "" {
		r.rehearsals.Store(token, asked.Rehearsal)
	}
	invitation := trust.Invitation{Port: uint16(r.port), Pin: r.authority.Pin(), Token: token, Name: r.name, Addresses: r.reachable()}
	return people.Invited{Text: invitation.String(), Expires: r.config.Now().Add(trust.TokenLife).UnixMilli()}, nil
}

// reachable returns the addresses that devices may find this machine at.
func (r *Room) reachable() []netip.Addr {
	found, err := beacon.Addresses(r.reach)
	if err != nil {
		r.config.Logger.Warn("Addresses of this machine not read", "error", err)
	}
	if len(found) == 0 {
		found = []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}
	}
	return found
}

// registrar keeps the list of devices for the pairing; it implements trust.Registrar.
type registrar struct{ *Room }

func (g registrar) Redeem(ctx context.Context, token string, applicant trust.Applicant) (trust.Grant, error) {
	grant, err := g.tokens.Redeem(token, applicant.Device, applicant.Mode)
	if err != nil {
		return grant, err
	}
	state := people.Approved
	if grant.Mode == string(people.StandbyMode) {
		grant.State = trust.Pending // it is given everything: a clerk approves it by name
	}
	if grant.State == trust.Pending {
		state = people.Pending
	}
	rehearsal, _ := g.rehearsals.Load(token)
	id, _ := rehearsal.(string)
	return grant, g.register(ctx, people.RegisterKind, people.Device{ID: applicant.Device, Name: applicant.Name, Mode: people.Mode(grant.Mode), State: state, Rehearsal: id})
}

func (g registrar) Propose(ctx context.Context, applicant trust.Applicant) error {
	return g.register(ctx, people.RegisterKind, people.Device{
		ID: applicant.Device, Name: applicant.Name, Mode: people.Mode(applicant.Mode), State: people.Pending, Digits: applicant.Digits,
	})
}

func (g registrar) Withdraw(applicant trust.Applicant) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := g.register(ctx, people.WithdrawKind, people.Device{ID: applicant.Device, Digits: applicant.Digits}); err != nil {
		g.config.Logger.Info("Proposed device not withdrawn", "device", applicant.Device, "error", err)
	}
}

// register has the server itself write a device down.
func (g registrar) register(ctx context.Context, kind string, device people.Device) error {
	body, err := json.Marshal(device)
	if err != nil {
		return err
	}
	answer, err := g.hub.Submit(ctx, change.Actor{}, change.Command{ID: uuid.NewString(), Kind: kind, Stream: people.Stream, Body: body})
	switch {
	case err != nil:
		return err
	case answer.Outcome == change.Accepted || answer.Outcome == change.Duplicate:
		return nil
	case answer.Code == "device.revoked":
		return &trust.Error{Code: trust.Revoked}
	default:
		return &trust.Error{Code: trust.Refused}
	}
}
