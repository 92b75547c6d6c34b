package signature

import (
	"slices"
	"time"
)

// Code names one thing that a verdict says. The sentence of each stands under "signature."+Code. Written
// strings, only ever added to.
type Code string

// Whether the signed bytes (tính toàn vẹn) are as they were.
const (
	Intact      Code = "intact"
	Altered     Code = "altered"     // other bytes than those that were signed
	Wrong       Code = "wrong"       // the signed message was not signed by the certificate that it names
	Malformed   Code = "malformed"   // not a valid signature: its byte range is none, or its contents stand elsewhere
	Unreadable  Code = "unreadable"  // the signed message cannot be read
	Unsupported Code = "unsupported" // of a form, or by an algorithm, that is not known here
	NotRead     Code = "not-read"    // the bytes of the file could not be read
)

// How far the signature reaches (phạm vi).
const (
	Whole         Code = "whole"          // all of the file
	Continued     Code = "continued"      // what was added afterwards is covered by a later signature that is good
	ContinuedBy   Code = "continued-by"   // … by a later signature that is whole, but of a signer who is unknown
	AddedUnsigned Code = "added-unsigned" // something was added afterwards that no signature covers
)

// Who vouches for the signer (chuỗi chứng thư).
const (
	Trusted       Code = "trusted"        // up to a root that the office trusts
	Incomplete    Code = "incomplete"     // a certificate on the way up is not here
	RootUnknown   Code = "root-unknown"   // up to a root that the office does not know
	SelfSigned    Code = "self-signed"    // the signer alone, whom the office does not know
	Expired       Code = "expired"        // trusted, but no longer in force
	NotYetValid   Code = "not-yet-valid"  // trusted, but not in force yet
	ChainWeak     Code = "chain-weak"     // up to a trusted root, by way of a signature with SHA-1
	ChainInvalid  Code = "chain-invalid"  // one certificate on the way is not the issuer's, or not for this
	SignerUnknown Code = "signer-unknown" // the message does not bring the certificate of its signer
)

// What stands for the time of signing (dấu thời gian).
const (
	StampNone    Code = ""                // only the signer's own clock
	StampTrusted Code = "stamp-trusted"   // by an authority that the office trusts
	StampUnknown Code = "stamp-unknown"   // of this signature, by an authority that is unknown
	StampWrong   Code = "stamp-wrong"     // of something else
	StampNotRead Code = "stamp-unchecked" // there is one, and it could not be checked
)

// What is said besides.
const (
	WeakSHA1      Code = "weak-sha1"            // SHA-1
	WeakRSA       Code = "weak-rsa"             // an RSA key of less than 2048 bits
	KeyUsage      Code = "key-usage"            // the certificate is not for signing documents
	Forbidden     Code = "forbidden"            // something was added though the signer allowed no change
	Permission1   Code = "permission-1"         // the signer allows no change
	Permission2   Code = "permission-2"         // … filling in and signing
	Permission3   Code = "permission-3"         // … annotations too
	ValidThen     Code = "valid-then"           // expired now, in force at the time that the signer gave
	ClaimedOutOf  Code = "time-out-of-validity" // the time that the signer gave is outside the certificate's validity
	NoRevocation  Code = "revocation-unchecked"
	DocumentStamp Code = "document-stamp" // it is a time stamp over the document, no person's signature
)

// Codes are all codes there are, for whoever keeps their sentences.
func Codes() []Code {
	return []Code{
		Intact, Altered, Wrong, Malformed, Unreadable, Unsupported, NotRead,
		Whole, Continued, ContinuedBy, AddedUnsigned,
		Trusted, Incomplete, RootUnknown, SelfSigned, Expired, NotYetValid, ChainWeak, ChainInvalid, SignerUnknown,
		StampTrusted, StampUnknown, StampWrong, StampNotRead,
		WeakSHA1, WeakRSA, KeyUsage, Forbidden, Permission1, Permission2, Permission3, ValidThen, ClaimedOutOf,
		NoRevocation, DocumentStamp, StateGood, StateBad, StateUnknown,
	}
}

// Verdict (kết quả kiểm tra chữ ký) is what can be said of one signature. Only what is proven is filled in: a
// signer is named if the message is theirs.
type Verdict struct {
	Integrity  Code
	Coverage   Code // empty unless the bytes were compared
	Chain      Code // empty unless the message is the signer's
	Stamp      Code
	Weak       []Code // weak algorithms of the signature and of its chain
	Permission int    // see Signature
	// Document says that it is a time stamp over the document.
	Document bool

	Signer  Certificate
	Missing string // who issued the certificate that is not here, if the chain is incomplete
	Root    string // who stands at its end

	Claimed time.Time // by the signer's clock; zero if nothing is said that can be believed
	Stamped time.Time // by the time stamp; zero unless it is of this signature
	Reason  string    // what the signer wrote; empty unless a good signature covers it

	Covers int64 // the signed revision ends here, in bytes of the file
	// Err is the cause of what is wrong, for the log and never for the screen. May be nil.
	Err error
}

// Good reports whether a signature may be shown as valid: the bytes are as they were signed, all of the file is
// covered, by good signatures alone, and the signer is one whom the office trusts, in force and by algorithms
// that hold. Revocation is not known.
func (v Verdict) Good() bool {
	return v.Integrity == Intact && (v.Coverage == Whole || v.Coverage == Continued) && v.Chain == Trusted &&
		len(v.Weak) == 0 && v.Stamp != StampWrong && v.Signer.signs(v.Document) && !v.forbidden() && !v.outOfValidity()
}

// What a verdict comes to, in one word.
const (
	StateGood    Code = "good"
	StateBad     Code = "bad"     // it does not hold
	StateUnknown Code = "unknown" // neither can be said
)

// State is what the verdict comes to. Whoever shows it shows nothing but StateGood in green.
func (v Verdict) State() Code {
	switch {
	case v.Good():
		return StateGood
	case v.Integrity == Altered, v.Integrity == Wrong, v.Integrity == Malformed, v.Stamp == StampWrong,
		v.Integrity == Intact && v.forbidden():
		return StateBad
	}
	return StateUnknown
}

// forbidden reports whether something was added against the signer's word.
func (v Verdict) forbidden() bool {
	return v.Permission == 1 && v.Coverage != "" && v.Coverage != Whole
}

// outOfValidity reports whether the signer's own time speaks against the certificate.
func (v Verdict) outOfValidity() bool {
	return v.Chain != "" && v.Chain != SignerUnknown && !v.Claimed.IsZero() && !v.Signer.validAt(v.Claimed)
}

// Codes are what the verdict says, in the order in which it is read out.
func (v Verdict) Codes() []Code {
	var said []Code
	say := func(when bool, code Code) {
		if when && code != "" {
			said = append(said, code)
		}
	}
	say(v.Document, DocumentStamp)
	say(true, v.Integrity)
	say(v.Integrity == Intact, v.Coverage)
	say(v.Integrity == Intact && v.forbidden(), Forbidden)
	say(true, v.Chain)
	say(v.Chain == Expired && !v.Claimed.IsZero() && v.Signer.validAt(v.Claimed), ValidThen)
	say(v.outOfValidity(), ClaimedOutOf)
	say(v.Chain != "" && v.Chain != SignerUnknown && !v.Signer.signs(v.Document), KeyUsage)
	said = append(said, v.Weak...)
	say(true, v.Stamp)
	if v.Integrity == Intact && v.Permission > 0 && v.Permission <= 3 {
		said = append(said, []Code{Permission1, Permission2, Permission3}[v.Permission-1])
	}
	say(v.Chain == Trusted || v.Chain == Expired, NoRevocation)
	return slices.Clip(said)
}
