// Package officetext holds the rules for what stands on a Vietnamese office paper (văn bản hành chính), as Nghị định
// 30/2020/NĐ-CP has them: measures and styles as a table that a linter can hold a page against (Phụ lục I), number and
// notation with the register they come from, place and date, who signs for whom, and what is written with a capital
// (Phụ lục II). It draws nothing, reads no file and knows no clock.
//
// An office paper is Vietnamese whatever the language of a screen, so the words that the decree prescribes stand here as
// data, beside their clause. Names are put in order by people.SortByName.
//
// Every rule says how well it is known: found in a source, told by another, or remembered. What is only remembered is a
// row of a table, which an office can correct without another program (Load).
package officetext

// Standing is how well a rule is known. Written on disk: only ever add.
type Standing string

// The standings.
const (
	Found      Standing = "found"      // [F] read in the source
	SecondHand Standing = "secondhand" // [S] read in what others say of it
	Remembered Standing = "remembered" // [M] to be held against the source by whoever relies on it
)

// Source is where a rule stands: the decree's annex and point, and how well that is known.
type Source struct {
	Point    string   `json:"point"` // "Phụ lục I, phần I, mục I, khoản 3"
	Standing Standing `json:"standing"`
}

// The wording that every paper begins with (Phụ lục I, phần I, mục II, khoản 1) [F].
const (
	NationalName = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" // Quốc hiệu
	Motto        = "Độc lập - Tự do - Hạnh phúc"        // Tiêu ngữ
)

// Codes of what is refused. The sentence of each belongs under "refusal."+Code. On disk and wire: only ever add.
const (
	TableUnreadable = "officetext.table"          // a table of measures that cannot be used
	UnknownType     = "officetext.unknown-type"   // no such type of paper
	WrongNotation   = "officetext.notation"       // a number and notation that are none
	WrongDate       = "officetext.date"           // no such day, or no place
	WrongSigner     = "officetext.signer"         // a position or a name is missing
	NotHandedOn     = "officetext.not-handed-on"  // who signs by authority cannot hand it on
	NoReason        = "officetext.no-reason"      // a number is voided with a reason
	UnknownNumber   = "officetext.unknown-number" // no such number in this book
	NumberUsed      = "officetext.number-used"    // the number has been issued or voided
	PaperNumbered   = "officetext.paper-numbered" // the paper has a number already
	OutOfOrder      = "officetext.out-of-order"   // dates go with numbers: none earlier than a lower number's
	OtherYear       = "officetext.other-year"     // each year has a book of its own
	BookFull        = "officetext.book-full"      // more numbers than a year has
)

// Codes lists every code of a refusal, so that a test can hold the sentences against them.
var Codes = []string{TableUnreadable, UnknownType, WrongNotation, WrongDate, WrongSigner, NotHandedOn, NoReason, UnknownNumber, NumberUsed, PaperNumbered,
	OutOfOrder, OtherYear, BookFull}

// Refusal is why something cannot be done; nothing changed. It is an error whose sentence is found by its code.
type Refusal struct{ Code string }

// Error returns the code.
func (r Refusal) Error() string { return r.Code }

func refuse(code string) error { return Refusal{code} }
