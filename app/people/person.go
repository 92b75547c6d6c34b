// Package people holds persons, their cards and codes, the devices they hold, what each may do,
// and which audiences each may see.
package people

// Person is someone the office knows: a delegate (đại biểu), a clerk (thư ký), an officer.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"`               // full name, NFC
	Role     Role   `json:"role"`               //
	Group    string `json:"group,omitempty"`    // tổ đại biểu
	Position string `json:"position,omitempty"` // chức vụ
	Revision uint64 `json:"-"`                  // seq of the change that last wrote it
}

// Credential (thẻ và mã cá nhân) is what signs a person in, kept only as keyed hashes under a key
// that never enters the log: whoever has the log alone learns neither code nor card.
type Credential struct {
	Person string `json:"person"`
	Code   string `json:"code"` // hex HMAC of the eight digits
	Card   string `json:"card"` // hex HMAC of the card's 128-bit secret
}
