package officetext

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Right (quyền hạn ký) is by what right somebody signs (NĐ 30/2020/NĐ-CP, điều 13; Phụ lục I, phần I, mục II, khoản 7)
// [M]. Written on disk: only ever add.
type Right string

// The rights.
const (
	AsHead         Right = "head"             // người đứng đầu
	AsActingHead   Right = "acting"           // Q.: giao quyền cấp trưởng
	ForHead        Right = "for-head"         // KT.: cấp phó ký thay, also the deputy who is in charge for the time (phụ trách)
	ByOrder        Right = "by-order"         // TL.: head of a unit within the office, thừa lệnh
	ByOrderFor     Right = "by-order-for"     // TL. and KT.: that unit's deputy in its head's place
	ByAuthority    Right = "by-authority"     // TUQ.: head of an office below, thừa ủy quyền
	ByAuthorityFor Right = "by-authority-for" // refused: there is no such right
)

// The abbreviations before a line (khoản 7a) [F].
const (
	OnBehalf    = "TM."
	Acting      = "Q."
	InPlace     = "KT."
	OnOrder     = "TL."
	OnAuthority = "TUQ."
)

// Signing is who signs, and for whom.
type Signing struct {
	Right      Right  `json:"right"`
	Collective string `json:"collective,omitempty"` // whose will it is, where the office decides together (chế độ tập thể): "Ủy ban nhân dân"; empty under one head
	Head       string `json:"head"`                 // position of the office's head: "Chủ tịch"
	UnitHead   string `json:"unit_head,omitempty"`  // position of the unit's head: "Chánh Văn phòng"; where a unit signs
	Position   string `json:"position,omitempty"`   // the signer's own, where it is not the head's
	Name       string `json:"name"`
}

// Lines returns what stands above the signature, in capitals, one after the other; the name stands below, as NameLine
// writes it.
//
//	under one head      GIÁM ĐỐC · Q. GIÁM ĐỐC · KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC
//	together            TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH · TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH
//	by order            TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG · TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG
//	by authority        TUQ. CHỦ TỊCH / GIÁM ĐỐC SỞ NỘI VỤ
//
// Who signs by order or by authority does so for the head and not for all together. Who signs by authority cannot hand
// it on (điều 13, khoản 3).
func (s Signing) Lines() ([]string, error) {
	head, unit, own, together := line(s.Head), line(s.UnitHead), line(s.Position), line(s.Collective)
	if head == "" || NameLine(s.Name) == "" {
		return nil, refuse(WrongSigner)
	}
	for _, part := range []string{head, unit, own, together} {
		if len(part) > 400 {
			return nil, refuse(WrongSigner)
		}
	}
	var lines []string
	if together != "" && (s.Right == AsHead || s.Right == AsActingHead || s.Right == ForHead) {
		lines = append(lines, OnBehalf+" "+together)
	}
	needed := own
	switch s.Right {
	case AsHead:
		return append(lines, head), nil
	case AsActingHead:
		return append(lines, Acting+" "+head), nil
	case ForHead:
		lines = append(lines, InPlace+" "+head, own)
	case ByOrder:
		if needed = unit; own != "" && own != unit {
			return nil, refuse(WrongSigner)
		}
		lines = append(lines, OnOrder+" "+head, unit)
	case ByOrderFor:
		if unit == "" {
			needed = ""
		}
		lines = append(lines, OnOrder+" "+head, InPlace+" "+unit, own)
	case ByAuthority:
		lines = append(lines, OnAuthority+" "+head, own)
	case ByAuthorityFor:
		return nil, refuse(NotHandedOn)
	default:
		return nil, refuse(WrongSigner)
	}
	if needed == "" || needed == head || s.Right == ByOrderFor && own == unit {
		return nil, refuse(WrongSigner)
	}
	return lines, nil
}

// line returns a position as it stands on paper.
func line(text string) string {
	return strings.ToUpper(strings.Join(strings.Fields(norm.NFC.String(text)), " "))
}

// NameLine returns a name as it stands below a signature.
func NameLine(name string) string { return strings.Join(strings.Fields(norm.NFC.String(name)), " ") }

// titles are what does not stand before a signer's name: degrees, ranks of scholars, honours, forms of address (khoản
// 7b) [M]. Offices of the armed forces, of medicine, teaching and science may; they have a table of their own.
var titles = strings.Fields("GS GS.TS GS.TSKH PGS PGS.TS PGS.TSKH TS TSKH ThS Ths ThS.BS BS BSCKI BSCKII BS.CKI BS.CKII DS KS KTS CN LS NGND NGƯT NSND NSƯT TTND TTƯT Dr Mr Mrs Ms Đ/c đ/c")

// longTitles are of more words.
var longTitles = []string{"Cử nhân", "Kỹ sư", "Thạc sĩ", "Thạc sỹ", "Tiến sĩ", "Tiến sỹ", "Luật sư", "Bác sĩ", "Bác sỹ", "Giáo sư", "Phó Giáo sư", "Đồng chí", "Anh hùng", "Nhà giáo"}

// CheckName returns what is wrong with a signer's name: a title before it, or words without a capital.
func CheckName(name string) (Fault, bool) {
	name = NameLine(name)
	fault := Fault{Component: SignerName, Words: name, Source: Source{components + "7", Remembered}}
	if rest, titled := withoutTitle(name); titled {
		fault.What, fault.Instead = TitleBefore, rest
		return fault, true
	}
	var words []string
	for _, word := range strings.Fields(name) {
		letters := []rune(word)
		if unicode.IsLower(letters[0]) {
			letters[0] = unicode.ToUpper(letters[0])
		}
		words = append(words, string(letters))
	}
	fault.What, fault.Instead = WrongCapitals, strings.Join(words, " ")
	return fault, fault.Instead != name
}

// withoutTitle returns a name without the titles before it.
func withoutTitle(name string) (rest string, titled bool) {
	for {
		cut := ""
		for _, title := range longTitles {
			if len(name) > len(title) && strings.EqualFold(name[:min(len(title), len(name))], title) && name[len(title)] == ' ' {
				cut = title
			}
		}
		if first, others, more := strings.Cut(name, " "); cut == "" && more && isTitle(first) && others != "" {
			cut = first
		}
		if first, _, _ := strings.Cut(name, " "); cut == "" { // "TS.Nguyễn Văn An", without a space
			if dot := strings.LastIndex(first, "."); dot > 0 && dot+1 < len(first) && isTitle(first[:dot]) {
				cut = first[:dot+1]
			}
		}
		if cut == "" {
			return name, titled
		}
		name, titled = strings.TrimSpace(name[len(cut):]), true
	}
}

// isTitle reports whether a word is a title of one word.
func isTitle(word string) bool {
	word = strings.TrimRight(word, ".,")
	return slices.Contains(titles, word)
}
