package speaking

import (
	"slices"
	"time"
)

// Setup is what holds for a whole list: one fact. Written on disk: only ever add.
type Setup struct {
	Item    string   `json:"item"`
	Closed  bool     `json:"closed,omitempty"` // đã khóa danh sách
	Budgets []Budget `json:"budgets,omitempty"`
	Options
}

// Options are what the chair chooses for a list.
type Options struct {
	Order       Order      `json:"order"`                  // in which contributions come
	Approval    bool       `json:"approval,omitempty"`     // the chair approves each request
	PresentOnly bool       `json:"present_only,omitempty"` // only who is present may ask and be called
	AfterClose  []Kind     `json:"after_close,omitempty"`  // what may still be asked for when the list is closed
	Categories  []Category `json:"categories,omitempty"`   // of points of order, the most pressing first; none: they are not told apart
	Limits      []Limit    `json:"limits,omitempty"`
	Warning     int        `json:"warning"`  // seconds before the end; 0: none but the end
	Patience    int        `json:"patience"` // how many later requests may pass by one that waits
}

// DefaultPatience is how many later requests may pass by one that waits, before it goes first whatever the order says.
const DefaultPatience = 10

// UsualOptions are those of a list for which nobody has chosen anything.
func UsualOptions() Options {
	return Options{Order: ByAsking, AfterClose: []Kind{Answer, PointOfOrder}, Limits: slices.Clone(DefaultLimits),
		Warning: int(DefaultWarning / time.Second), Patience: DefaultPatience}
}

const (
	maxCategories = 20
	maxLimits     = 100
	maxPatience   = 1000
	maxWarning    = 60 * 60
	maxBudgets    = 200
	maxEntries    = 5000
	maxText       = 600 // letters, as everywhere in a session
)

// fault returns the code of what is wrong with the options, "" for nothing.
func (o Options) fault() string {
	switch {
	case !o.Order.known():
		return UnknownOrder
	case o.Warning < 0 || o.Warning > maxWarning, o.Patience < 1 || o.Patience > maxPatience:
		return WrongNumber
	case len(o.Categories) > maxCategories || len(o.Limits) > maxLimits || len(o.AfterClose) > len(Kinds):
		return TooMany
	}
	for i, limit := range o.Limits {
		if !limit.sound() || slices.ContainsFunc(o.Limits[:i], func(other Limit) bool { return other.Kind == limit.Kind && other.From == limit.From }) {
			return WrongNumber
		}
	}
	for _, kind := range o.AfterClose {
		if !kind.known() {
			return UnknownKind
		}
	}
	for i, category := range o.Categories {
		if !isID(category.ID) || category.Title == "" || !short(category.Title) || o.rank(category.ID) != i {
			return UnknownCategory
		}
	}
	return ""
}

// rank is the place of a category, the number of categories where it is none of them.
func (o Options) rank(category string) int {
	at := slices.IndexFunc(o.Categories, func(c Category) bool { return c.ID == category })
	if at < 0 {
		return len(o.Categories)
	}
	return at
}

func (o Options) warning() time.Duration { return time.Duration(o.Warning) * time.Second }
