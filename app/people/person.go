// Package people holds persons, their cards and codes, the devices they hold, what each may do,
// and which audiences each may see.
package people

import (
	"congso.vn/congso/app/change"
	"congso.vn/congso/app/notes"
)

// Person is someone the office knows: a delegate (đại biểu), a clerk (thư ký), an officer.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"`               // full name, NFC
	Role     Role   `json:"role"`               //
	Group    string `json:"group,omitempty"`    // tổ đại biểu
	Position string `json:"position,omitempty"` // chức vụ
	Revision uint64 `json:"-"`                  // seq of the change that last wrote it

	// Personal is what the log keeps sealed; nil where there is nothing, where this device may not read it, and on
	// the server. It goes to the server in SetPersonal alone, so that no edit of a person carries it by the way.
	Personal *Personal   `json:"-"`
	Sealed   *change.Box `json:"sealed,omitempty"`
	Erased   int64       `json:"erased,omitempty"` // when it was erased, milliseconds since 1970
}

// Personal (dữ liệu cá nhân) is how a person is reached and when they were born. No law asks for it here; it
// stands in the log sealed under a key of the person's, and erasing the key erases it from every copy.
type Personal struct {
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
	Birth string `json:"birth,omitempty"` // 2006-01-02
}

// Credential (thẻ và mã cá nhân) is what signs a person in, kept only as keyed hashes under a key
// that never enters the log: whoever has the log alone learns neither code nor card.
type Credential struct {
	Person string `json:"person"`
	Code   string `json:"code"` // hex HMAC of the eight digits
	Card   string `json:"card"` // hex HMAC of what the card's 128-bit secret shows when it signs in

	// Locks open the person's notes to their card and their recovery sheet. Who has them alone learns nothing.
	Locks notes.Locks `json:"locks,omitempty"`
}
