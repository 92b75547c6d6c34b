package council

import (
	"encoding/hex"
	"slices"

	"congso.vn/congso/app/change"
)

// ReadDocument has the room server write down what it read of a paper. Body Reading. On the wire: only ever
// add.
const ReadDocument = "document.read"

// Reading (văn bản đọc được của tài liệu) is what the room server read of one revision of a paper: the words
// of each page with their places, as bytes of their own that whoever may read the paper may read. It says
// nothing that the paper does not say.
type Reading struct {
	Document string `json:"document"`
	Blob     string `json:"blob"`              // of the revision that was read
	Text     string `json:"text,omitempty"`    // BLAKE3 of the words (package papertext), hexadecimal; empty where there are none
	Size     int64  `json:"size,omitempty"`    // of the words, bytes
	Pages    int    `json:"pages,omitempty"`   // of the paper
	Scanned  int    `json:"scanned,omitempty"` // of these were pictures that letters were found in
	Bare     int    `json:"bare,omitempty"`    // of these have no words that anybody found
	Fault    string `json:"fault,omitempty"`   // why it could not be read; sentence "reading."+Fault

	Signed   []Signed `json:"signed,omitempty"`   // its digital signatures, in the order of the file
	Unlisted int      `json:"unlisted,omitempty"` // signatures that stand in the file and could not be read
	Checked  int64    `json:"checked,omitempty"`  // when they were verified, in milliseconds since 1970; 0: they were not
}

// Signed (kết quả kiểm tra chữ ký số) is what the room server found of one digital signature of a paper, by the
// certificates that the office trusts and without asking anybody (package signature). What is not proven is
// empty.
type Signed struct {
	State        string   `json:"state"` // SignedGood, SignedBad or SignedUnknown
	Said         []string `json:"said"`  // codes of package signature, in the order in which they are read out
	Name         string   `json:"name,omitempty"`
	Organisation string   `json:"organisation,omitempty"`
	Issuer       string   `json:"issuer,omitempty"`
	Serial       string   `json:"serial,omitempty"`
	From         int64    `json:"from,omitempty"` // the certificate is in force, milliseconds since 1970
	Until        int64    `json:"until,omitempty"`
	Claimed      int64    `json:"claimed,omitempty"` // signed, by the signer's own clock
	Stamped      int64    `json:"stamped,omitempty"` // signed, by a time stamp
	Reason       string   `json:"reason,omitempty"`
	Root         string   `json:"root,omitempty"`
	Missing      string   `json:"missing,omitempty"` // who issued a certificate that is not here
}

// What a signature comes to. On wire and disk: only ever add.
const (
	SignedGood    = "good"
	SignedBad     = "bad"     // it does not hold
	SignedUnknown = "unknown" // neither can be said
)

// MostSigned bounds the signatures of one paper that are told.
const MostSigned = 64

// isSigned reports whether a device can show it.
func isSigned(s Signed) bool {
	return len(s.Said) <= 32 && !tooLong(append([]string{s.Name, s.Organisation, s.Issuer, s.Serial, s.Reason, s.Root, s.Missing}, s.Said...)...) &&
		(s.State == SignedGood || s.State == SignedBad || s.State == SignedUnknown)
}

// State is what the signatures of a paper come to together: bad if one is, unknown if one is or one could not be
// read; empty where there are none or they were not verified.
func (r Reading) State() string {
	if r.Checked == 0 || len(r.Signed) == 0 && r.Unlisted == 0 {
		return ""
	}
	state := SignedGood
	for _, signed := range r.Signed {
		switch {
		case signed.State == SignedBad:
			return SignedBad
		case signed.State != SignedGood:
			state = SignedUnknown
		}
	}
	if r.Unlisted > 0 {
		state = SignedUnknown
	}
	return state
}

// readDocument is the room server's alone: a device that could say what a paper says could put words in it.
func readDocument(d *deed, actor change.Actor, _ change.Command, v Reading, bench Bench) change.Answer {
	document, known := d.state.Documents[v.Document]
	sum, err := hex.DecodeString(v.Text)
	switch {
	case actor.Device != "":
		return change.Refuse("not-allowed")
	case !known || document.Withdrawn:
		return change.Refuse("document.unknown")
	case document.Blob != v.Blob:
		return change.Refuse("document.replaced")
	case v.Text != "" && (err != nil || len(sum) != 32 || v.Size <= 0) || (v.Text == "") != (v.Size == 0) || v.Pages < 0 || tooLong(v.Fault),
		len(v.Signed) > MostSigned || v.Unlisted < 0 || slices.ContainsFunc(v.Signed, func(s Signed) bool { return !isSigned(s) }):
		return change.Refuse("command.unreadable")
	case v.Text != "" && !bench.HasBlob(v.Text):
		return change.Refuse("document.no-bytes")
	}
	d.write(ReadingKind, document.Audience, v.Document, v)
	return change.Accept()
}

// followDocument keeps what was read of a paper where the paper is: of another revision it tells nothing, and
// who may not see the paper any more may not read its words.
func (d *deed) followDocument(before, after Document) {
	if after.Withdrawn || before.Blob != after.Blob {
		d.forgetCheck(after.ID)
	}
	reading, known := d.state.Readings[before.ID]
	switch {
	case !known:
	case after.Withdrawn || after.Blob != before.Blob:
		d.takeBack(ReadingKind, before.Audience, before.ID)
	case after.Audience != before.Audience:
		d.takeBack(ReadingKind, before.Audience, before.ID)
		d.write(ReadingKind, after.Audience, before.ID, reading)
	}
}

// ReadingOf returns what was read of a document as it stands; false where this revision was not read yet.
func (s *State) ReadingOf(document Document) (Reading, bool) {
	reading, known := s.Readings[document.ID]
	return reading, known && reading.Blob == document.Blob
}

// Unread returns the papers that the room server has not read yet, in the order in which they are needed.
func (s *State) Unread() []Document {
	return s.without(func(document Document) bool { _, read := s.ReadingOf(document); return read })
}

// without returns the papers of which something is not known yet, in the order in which they are needed.
func (s *State) without(known func(Document) bool) []Document {
	return slices.DeleteFunc(s.InOrder(), known)
}
