package main

import (
	"errors"
	"strings"

	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/signature"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// sentence says an error in words; what has no words of its own is said as the system says it.
func (p program) sentence(err error) string {
	var stored *storage.Error
	var copied *room.CopyFault
	var refused *people.Refusal
	var packed *pack.Error
	var untrusted *trust.Error
	var unread *signature.StoreError
	switch {
	case errors.Is(err, room.ErrRunning):
		return p.words.Say("server.running")
	case errors.As(err, &copied):
		return p.words.Say("server.copy."+copied.Code, "path", copied.Path)
	case errors.Is(err, errNotServing):
		return p.words.Say("server.not-running")
	case errors.As(err, &stored):
		return p.words.Say("storage."+stored.Code, "path", stored.Path)
	case errors.As(err, &packed):
		return p.words.Say("server.import.refused") + "\n" + strings.Join(p.remarks(append(packed.Faults, packed.Remarks...)), "\n")
	case errors.As(err, &unread):
		return p.words.Say(unread.Code(), "path", unread.File)
	case errors.As(err, &refused):
		return p.words.Say("refusal." + refused.Code)
	case errors.As(err, &untrusted) && p.words.Has("refusal."+untrusted.Code):
		return p.words.Say("refusal."+untrusted.Code) + " (" + err.Error() + ")"
	}
	return err.Error()
}

func (p program) remarks(remarks []pack.Remark) []string {
	var lines []string
	for _, remark := range remarks {
		lines = append(lines, "  · "+remark.Say(p.words.Say))
	}
	return lines
}
