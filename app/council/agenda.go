package council

import "congso.vn/congso/app/change"

// ItemState is where an agenda item stands. Written on disk: only ever add.
type ItemState string

// The states of an agenda item.
const (
	ItemComing  ItemState = "coming"
	ItemCurrent ItemState = "current" // đang xem xét
	ItemDone    ItemState = "done"
)

// Item (nội dung) is one point of the agenda (chương trình).
type Item struct {
	ID        string    `json:"id"`
	Order     int       `json:"order"` // place on the agenda, 1 …
	Title     string    `json:"title"`
	Presenter string    `json:"presenter,omitempty"`
	StartsAt  int64     `json:"starts_at,omitempty"` // planned, milliseconds since 1970
	Minutes   int       `json:"minutes,omitempty"`   // planned
	State     ItemState `json:"state"`
	Seq       uint64    `json:"-"`
}

// Document (tài liệu) is one paper of an agenda item. Replacing it makes a new revision that
// points at other bytes; the bytes themselves never change.
type Document struct {
	ID        string          `json:"id"`
	Item      string          `json:"item"`
	Order     int             `json:"order"`
	Title     string          `json:"title"`           // "Tờ trình về Kế hoạch đầu tư công năm 2027"
	Short     string          `json:"short,omitempty"` // "Tờ trình 214", for tabs
	Audience  change.Audience `json:"audience"`        // who may see it
	Revision  int             `json:"revision"`        // 1 …
	Blob      string          `json:"blob"`            // BLAKE3 of the bytes, hexadecimal
	Size      int64           `json:"size"`            // bytes
	Pages     int             `json:"pages"`           // 0: unknown
	Withdrawn bool            `json:"withdrawn,omitempty"`
	At        int64           `json:"at"` // when this revision was handed in, milliseconds since 1970
	// Original is the office paper that the bytes were made from, in a command alone: it becomes a fact of its own.
	Original *Original `json:"original,omitempty"`
	Seq      uint64    `json:"-"`
}

// Name is what stands on the document's tab.
func (d Document) Name() string {
	if d.Short != "" {
		return d.Short
	}
	return d.Title
}
