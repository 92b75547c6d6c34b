package signature

import (
	"crypto"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/digitorus/pkcs7"
)

// Verify says what can be said of one signature of a file of that size. What was added behind it is unsigned as
// far as one signature can tell; VerifyAll knows of the others. The file is read once. It may be called from any
// goroutine.
func Verify(signature Signature, size int64, at io.ReaderAt, store Store, now time.Time) Verdict {
	v := Verdict{Permission: signature.Permission}
	fail := func(code Code, err error) Verdict {
		v.Integrity, v.Err = code, err
		return v
	}
	if signature.Oversized || len(signature.Contents) > MaxContents {
		return fail(Unsupported, errors.New("contents are too large"))
	}
	spans, err := rangesOf(signature.ByteRange, size)
	if err == nil {
		err = spans.encloses(signature.Contents, at)
	}
	if err != nil {
		return fail(codeOf(err, Malformed), err)
	}
	var m *message
	switch signature.SubFilter {
	case formDetached, formCAdES, formSHA1:
		m, err = verifySigner(signature, spans, at)
	case formTimestamp:
		v.Document = true
		m, v.Stamped, err = verifyStamp(signature, spans, at)
	default:
		return fail(Unsupported, fmt.Errorf("form %q", shown(signature.SubFilter)))
	}
	if err != nil {
		v.Integrity, v.Err = codeOf(err, Unreadable), err
		if m != nil && m.signer == nil {
			v.Chain = SignerUnknown
		}
		if !errors.Is(err, errDigest) {
			return v
		}
	} else {
		v.Integrity = Intact
	}
	// The message is the signer's from here on, also if the bytes are not what they signed.
	v.Covers = spans.end
	if v.Coverage = Whole; spans.end < size {
		v.Coverage = AddedUnsigned
	}
	v.Signer = certificateOf(m.signer)
	v.Claimed = m.claimed()
	v.believe(signature)
	when := now
	if !v.Document {
		var stampErr error
		if v.Stamp, v.Stamped, stampErr = m.stamped(store, now); stampErr != nil && v.Err == nil {
			v.Err = stampErr
		}
		if v.Stamp == StampTrusted {
			when = v.Stamped // it is proven to have been signed before its certificate ran out
		}
	}
	judged := store.judge(m.signer, m.certificates, when)
	v.Chain, v.Missing, v.Root, v.Weak = judged.code, judged.missing, judged.root, judged.weak
	if judged.err != nil && v.Err == nil {
		v.Err = judged.err
	}
	if m.hash == crypto.SHA1 || signature.SubFilter == formSHA1 {
		v.Weak = with(v.Weak, WeakSHA1)
	}
	return v
}

// verifySigner verifies the message of a person's signature over both spans. The message is given also if the
// bytes are others.
func verifySigner(signature Signature, spans ranges, at io.ReaderAt) (*message, error) {
	m, err := parse(signature.Contents)
	if err != nil {
		return nil, err
	}
	if signature.SubFilter == formCAdES && len(m.signed) == 0 {
		return m, fmt.Errorf("no signed statements: %w", errUnreadable)
	}
	if signature.SubFilter != formSHA1 {
		if len(m.content) > 0 {
			return m, fmt.Errorf("it signs a content of its own: %w", errUnreadable)
		}
		digest, err := spans.digest(m.hash, at)
		if err != nil {
			return m, err
		}
		return m, m.verify(pkcs7.OIDData, digest)
	}
	// The message signs a digest that it brings along, and that digest is the file's.
	if err := m.verify(pkcs7.OIDData, sum(m.hash, m.content)); err != nil {
		if errors.Is(err, errDigest) { // of its own content: nothing to do with the file
			err = fmt.Errorf("%v: %w", err, errUnreadable)
		}
		return m, err
	}
	digest, err := spans.digest(crypto.SHA1, at)
	if err == nil && string(digest) != string(m.content) {
		err = errDigest
	}
	return m, err
}

// verifyStamp verifies a time stamp over both spans.
func verifyStamp(signature Signature, spans ranges, at io.ReaderAt) (*message, time.Time, error) {
	m, stated, err := stampOf(signature.Contents)
	if err != nil {
		if errors.Is(err, errDigest) {
			err = fmt.Errorf("%v: %w", err, errUnreadable)
		}
		return m, time.Time{}, err
	}
	same, err := stated.of(func(hash crypto.Hash) ([]byte, error) { return spans.digest(hash, at) })
	if err == nil && !same {
		err = errDigest
	}
	if err != nil {
		return m, time.Time{}, err
	}
	return m, stated.Time, nil
}

// VerifyAll verifies all signatures of one file, in their order, and tells what one signature cannot: whether
// what was added behind it was signed later.
func VerifyAll(signatures []Signature, size int64, at io.ReaderAt, store Store, now time.Time) []Verdict {
	verdicts := make([]Verdict, len(signatures))
	later := AddedUnsigned // who covers the file to its end
	for i, signature := range signatures {
		v := Verify(signature, size, at, store, now)
		if verdicts[i] = v; v.Integrity == Intact && v.Coverage == Whole {
			if v.Good() {
				later = Continued
			} else if later == AddedUnsigned {
				later = ContinuedBy
			}
		}
	}
	for i := range verdicts {
		if v := &verdicts[i]; v.Coverage == AddedUnsigned {
			v.Coverage = later
			v.believe(signatures[i])
		}
	}
	return verdicts
}

// believe takes what the field says of itself where a good signature covers it: elsewhere another field may have
// been put in its place.
func (v *Verdict) believe(signature Signature) {
	if v.Integrity != Intact || v.Coverage != Whole && v.Coverage != Continued {
		return
	}
	v.Reason = shown(signature.Reason)
	if v.Claimed.IsZero() {
		v.Claimed = fieldTime(signature.Time)
	}
}

// fieldTime reads a time as PDF writes it, D:YYYYMMDDHHMMSS+XX'YY'; zero if it is none.
func fieldTime(text string) time.Time {
	digits := strings.NewReplacer("D:", "", "'", "").Replace(text)
	for _, form := range []string{"20060102150405-0700", "20060102150405Z0700", "20060102150405Z0000", "20060102150405"} {
		if at, err := time.Parse(form, digits); err == nil {
			return at
		}
	}
	return time.Time{}
}

// codeOf says what an error means for the bytes that were signed.
func codeOf(err error, otherwise Code) Code {
	var read *readError
	switch {
	case errors.As(err, &read):
		return NotRead
	case errors.Is(err, errUnsupported):
		return Unsupported
	case errors.Is(err, errDigest):
		return Altered
	case errors.Is(err, errValue):
		return Wrong
	case errors.Is(err, errUnreadable):
		return Unreadable
	}
	return otherwise
}
