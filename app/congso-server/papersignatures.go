package main

import (
	"os"
	"strings"
	"time"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/signature"
)

// signatures says of each signature of a paper whose it is and whether it holds: one line for each. holds is
// false if one of them does not; that one is unknown does not count.
func (p program) signatures(path string, found []pages.Signature, store signature.Store) (lines []string, holds bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return nil, false, err
	}
	signed, err := reading.Verify(found, info.Size(), file, store, time.Now())
	if err != nil {
		return nil, false, err
	}
	holds = true
	for i, verdict := range signed.Verdicts {
		if verdict.Err != nil {
			p.logger.Debug("Signature is not what it should be", "path", path, "signature", i, "error", verdict.Err)
		}
		holds = holds && verdict.State() != signature.StateBad
		lines = append(lines, p.words.Say("signature.line", "number", i+1, "state", p.words.Say("signature."+string(verdict.State())),
			"signer", p.signer(verdict.Signer), "said", p.verdict(verdict)))
	}
	if signed.Unlisted > 0 {
		lines = append(lines, p.words.Say("signature.unlisted", "count", signed.Unlisted))
	}
	return lines, holds, nil
}

// signer says whose certificate it is; nothing where nobody is proven to be the signer.
func (p program) signer(of signature.Certificate) string {
	if of.From.IsZero() {
		return ""
	}
	organisation := ""
	if of.Organisation != "" && of.Organisation != of.Name {
		organisation = p.words.Say("signature.organisation", "organisation", of.Organisation)
	}
	const day = "02/01/2006"
	return p.words.Say("signature.by", "name", of.Name, "organisation", organisation, "serial", of.Serial, "issuer", of.Issuer,
		"from", of.From.Local().Format(day), "until", of.Until.Local().Format(day))
}

// verdict says all that there is to be said.
func (p program) verdict(v signature.Verdict) string {
	const minute = "15:04 02/01/2006"
	var said []string
	for _, code := range v.Codes() {
		said = append(said, p.words.Say("signature."+string(code), "root", v.Root, "missing", v.Missing, "stamped", v.Stamped.Local().Format(minute)))
	}
	if !v.Claimed.IsZero() {
		said = append(said, p.words.Say("signature.claimed", "time", v.Claimed.Local().Format(minute)))
	}
	if v.Reason != "" {
		said = append(said, p.words.Say("signature.reason", "reason", v.Reason))
	}
	return strings.Join(said, " ")
}
