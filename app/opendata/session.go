// Package opendata writes a session in the forms that others read: OParl 1.1 and Popolo as JSON, and
// minutes as Akoma Ntoso 3.0. It is pure: a Session in, bytes or values out.
//
// What is not public is in none of the three: prepare takes it out before any form is written. Who voted
// how is in them for polls by name alone. Sentences and names of things come with the Session, in the
// language that it is in; this package has none.
package opendata

// Session (kỳ họp, phiên họp) is what is to be written. Ids are the office's own, each used once among
// its kind. Times are milliseconds since 1970, dates "2026-12-01"; 0 and "" stand for none.
type Session struct {
	ID         string
	Title      string // "Kỳ họp thứ Ba"
	Number     string // of the minutes, for their address: "12"; empty: ID
	Language   string // of all texts, ISO 639-2: "vie"; empty: "vie"
	Body       Body
	Term       Term
	Place      string
	StartsAt   int64 // planned
	EndsAt     int64 // planned
	OpenedAt   int64
	ClosedAt   int64
	ModifiedAt int64 // when the session last changed
	Cancelled  bool
	Chair      string // person

	Groups      []Group
	People      []Person
	Memberships []Membership
	Items       []Item // in the order of the agenda
	Papers      []Paper
	Polls       []Poll
	Speeches    []Speech
	Minutes     []Paragraph // in the order of the minutes
}

// Body (Hội đồng nhân dân, Ủy ban nhân dân) is the body that meets.
type Body struct {
	ID             string
	Name           string
	Short          string
	Classification string // "Hội đồng nhân dân phường"
	Website        string // address
	License        string // address of the terms that the data may be used under
	Mail           string // of the office
}

// Term (nhiệm kỳ) is the legislative term; without an id there is none.
type Term struct {
	ID, Name, Begins, Ends string
}

// Group (tổ đại biểu, ban) is a part of the body.
type Group struct {
	ID, Name, Short, Classification string
}

// Person (đại biểu) is what the public may know of a person.
type Person struct {
	ID         string
	Name       string // as it is called: "Nguyễn Thị Ánh"
	FamilyName string // họ và tên đệm; both names or neither
	GivenName  string
	Titles     []string // "TS."
	Position   string   // chức vụ
	Present    bool     // took part in the session
}

// Membership (tư cách thành viên) is a person's place in the body or in a group.
type Membership struct {
	ID     string
	Person string
	Group  string // empty: the body
	Role   string // "Chủ tịch", "Đại biểu"
	Voting bool
	Begins string
	Ends   string
}

// Item (nội dung) is one point of the agenda.
type Item struct {
	ID         string
	Parent     string // the item that it is a part of
	Number     string
	Title      string
	Public     bool // false: the forms say that it is there, and nothing more; so for its parts
	StartsAt   int64
	EndsAt     int64
	Result     string // "Thông qua"
	Resolution string // text of what was resolved
}

// Paper (tài liệu) is one paper of an item.
type Paper struct {
	ID        string
	Item      string
	Name      string
	Reference string // số, ký hiệu: "214/TTr-UBND"
	Date      string
	Type      string // "Tờ trình"
	Public    bool
	File      File
}

// File is the bytes of a paper.
type File struct {
	ID      string // empty: the paper's id
	Name    string // "to-trinh-214.pdf"
	Type    string // MIME
	Size    int64  // bytes; 0: unknown
	SHA512  string // hexadecimal
	Address string // where it is shown; empty: below the base address
}

// Opennesses of polls.
const (
	OpenPoll   = "open"   // numbers only
	NamedPoll  = "named"  // numbers, and who voted how
	SecretPoll = "secret" // numbers only
)

// Results of polls, as Popolo names them.
const (
	Pass = "pass"
	Fail = "fail"
)

// Choices that Popolo and Akoma Ntoso have a common word for. Any other choice is an option's own id.
const (
	Yes     = "yes"     // tán thành
	No      = "no"      // không tán thành
	Abstain = "abstain" // không biểu quyết
)

// Poll (cuộc biểu quyết) is one vote.
type Poll struct {
	ID          string
	Item        string
	Question    string
	Openness    string
	Requirement string // the majority rule in words, with its clause
	Published   bool   // false: the forms know nothing of it
	Result      string // Pass, Fail; empty: neither
	ResultText  string // "Được thông qua"
	OpenedAt    int64
	ClosedAt    int64
	Quorum      int // presence that was needed; 0: none
	Present     int // voting members present
	Counts      []Count
	Votes       []Vote // in polls by name; taken out of all others
}

// Count is the number of votes for one choice.
type Count struct {
	Choice string
	Label  string // "tán thành"
	Value  int
}

// Vote is how one person voted.
type Vote struct {
	Person, Choice string
}

// Speech (phát biểu) is one speech as the list of speakers knows it.
type Speech struct {
	ID      string
	Item    string
	Person  string
	Role    string // "chủ tọa"
	Title   string
	BeganAt int64
	EndedAt int64
	Text    string
}

// Kinds of paragraphs.
const (
	Narrative     = ""         // what happened
	Spoken        = "speech"   //
	AskedQuestion = "question" // chất vấn
	GivenAnswer   = "answer"   //
	Summary       = "summary"  // a result, a conclusion
)

// Paragraph (đoạn biên bản) is one paragraph of the minutes.
type Paragraph struct {
	Item   string // empty: of the session as a whole
	Kind   string
	Person string // who speaks; needed for what is spoken
	To     string // who is asked
	From   string // how the speaker is introduced; empty: the name
	Speech string // which speech it renders; empty: none
	Poll   string // whose result it tells; empty: none
	Text   string // lines become paragraphs
}
