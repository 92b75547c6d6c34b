package clerk

import "congso.vn/congso/ui/kit"

// The fields of forms in which letters are never composed: numbers, days and hours, and addresses of mail.
var (
	numberFields = map[string]bool{
		"number": true, "hour": true, "minutes": true, "seconds": true, "date": true, "total": true, "seat": true, "phone": true, "birth": true,
	}
	literalFields = map[string]bool{"email": true}
)

// typed fits a text to how its field is typed in.
func typed(text *kit.TextField, id string) *kit.TextField {
	switch {
	case numberFields[id]:
		return text.Numbers()
	case literalFields[id]:
		return text.Literal()
	}
	return text
}
