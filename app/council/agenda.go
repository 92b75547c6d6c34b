package council

import (
	"slices"
	"time"

	"congso.vn/congso/app/change"
)

// ItemState is where an agenda item stands. Written on disk: only ever add.
type ItemState string

// The states of an agenda item.
const (
	ItemComing  ItemState = "coming"
	ItemCurrent ItemState = "current" // đang xem xét
	ItemDone    ItemState = "done"
)

// Visibility is who an item of the agenda is shown to. Written on disk: only ever add.
type Visibility string

// The kinds of items, as OpenSlides names them.
const (
	Common   Visibility = ""         // everybody in the room
	Internal Visibility = "internal" // nội bộ: the deputies and the clerks, not the hall's screens
	Hidden   Visibility = "hidden"   // ẩn: the clerks
)

// narrowness orders the kinds: an item is never shown to more people than the one it belongs to.
func (v Visibility) narrowness() int { return slices.Index([]Visibility{Common, Internal, Hidden}, v) }

// Item (nội dung) is one point of the agenda (chương trình).
type Item struct {
	ID         string     `json:"id"`
	Parent     string     `json:"parent,omitempty"` // the item that it belongs to; empty: none
	Order      int        `json:"order"`            // place among its siblings, 1 …
	Title      string     `json:"title"`
	Presenter  string     `json:"presenter,omitempty"`
	StartsAt   int64      `json:"starts_at,omitempty"` // planned, milliseconds since 1970
	Minutes    int        `json:"minutes,omitempty"`   // planned
	Visibility Visibility `json:"visibility,omitempty"`
	Block      bool       `json:"block,omitempty"` // khối biểu quyết chung: one vote decides all items that belong to it
	Late       bool       `json:"late,omitempty"`  // bổ sung: came onto the agenda after the session was opened
	State      ItemState  `json:"state"`
	BegunAt    int64      `json:"begun_at,omitempty"` // when it came under way last, while it is
	Spent      int64      `json:"spent,omitempty"`    // milliseconds that it was under way before that
	Seq        uint64     `json:"-"`
}

// Left is how much of the planned time of an item is left, negative where it ran over; false where none is planned.
func (i Item) Left(now time.Time) (time.Duration, bool) {
	spent := time.Duration(i.Spent) * time.Millisecond
	if i.BegunAt != 0 {
		spent += max(0, now.Sub(time.UnixMilli(i.BegunAt)))
	}
	return time.Duration(i.Minutes)*time.Minute - spent, i.Minutes > 0
}

// paused is an item that is not under way any more.
func (i Item) paused(now time.Time) Item {
	if i.BegunAt != 0 {
		i.Spent += max(0, now.UnixMilli()-i.BegunAt)
	}
	i.BegunAt, i.State = 0, ItemDone
	return i
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
