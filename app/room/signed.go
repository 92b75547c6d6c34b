package room

import (
	"context"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/signature"
)

// SignatureReader verifies the digital signatures of papers; reading.Reader is one.
type SignatureReader interface {
	Signatures(ctx context.Context, id string, data []byte, now time.Time) (reading.Signed, error)
}

// readSignatures verifies the signatures of a paper. Where it is the paper's fault that they cannot be read, they
// stay unverified, and the paper is read all the same; any other error is returned.
func (r *Room) readSignatures(ctx context.Context, read *council.Reading) error {
	if r.config.Signatures == nil {
		return nil
	}
	data, err := r.blobs.ReadPaper(ctx, read.Blob)
	if err != nil {
		return err
	}
	now := r.config.Now()
	found, err := r.config.Signatures.Signatures(ctx, read.Blob, data, now)
	if err != nil {
		if _, lasting := reading.Fault(err); lasting {
			return nil
		}
		return err
	}
	for _, verdict := range found.Verdicts[:min(len(found.Verdicts), council.MostSigned)] {
		if verdict.Err != nil {
			r.config.Logger.Debug("Signature is not what it should be", "paper", read.Blob, "error", verdict.Err)
		}
		read.Signed = append(read.Signed, signedOf(verdict))
	}
	read.Unlisted = found.Unlisted + max(0, len(found.Verdicts)-council.MostSigned)
	read.Checked = now.UnixMilli()
	return nil
}

// signedOf is a verdict as devices are told of it.
func signedOf(v signature.Verdict) council.Signed {
	told := council.Signed{
		State: string(v.State()), Name: brief(v.Signer.Name), Organisation: brief(v.Signer.Organisation), Issuer: brief(v.Signer.Issuer), Serial: brief(v.Signer.Serial),
		From: millis(v.Signer.From), Until: millis(v.Signer.Until), Claimed: millis(v.Claimed), Stamped: millis(v.Stamped),
		Reason: brief(v.Reason), Root: brief(v.Root), Missing: brief(v.Missing),
	}
	for _, code := range v.Codes() {
		told.Said = append(told.Said, string(code))
	}
	return told
}

// millis is a time in milliseconds since 1970, 0 where there is none.
func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

// brief cuts what a stranger wrote into a certificate, as long as they liked.
func brief(text string) string {
	const most = 200
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}
