package kind

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/change"
)

// NumbersRule is what a feature says of its numbers.
type NumbersRule struct {
	Stream   change.Stream
	Kind     string // facts: this with ".block" and ".number"; commands: ".lease", ".issue", ".void", ".return", ".reclaim"
	Audience change.Audience
	Zone     *time.Location                // where a day begins
	Issues   func(actor change.Actor) bool // which devices give out numbers
	Reclaims func(actor change.Actor) bool // who may take a block from a device that is given up
	Least    int                           // numbers of the smallest block; 0: 10
	Most     int                           // of the largest; 0: 100
	Lasting  time.Duration                 // for how long a block shall do; 0: 30 minutes
}

// Series is the sequence of one service on one day, from 1 on.
type Series struct {
	Service string `json:"service"`
	Day     string `json:"day"` // 2006-01-02
}

func (s Series) name() string { return s.Service + "/" + s.Day }

func (s Series) valid() bool {
	_, err := time.Parse(time.DateOnly, s.Day)
	return err == nil && isName(s.Service)
}

func (s Series) key(number int) string { return fmt.Sprintf("%s/%06d", s.name(), number) }

// Block (dải số) is a run of numbers that the server leased to a device, which gives them out from its
// first to its last, whether the server is reached or not.
type Block struct {
	Series
	Device string `json:"device"`
	From   int    `json:"from"`
	To     int    `json:"to"`
	At     int64  `json:"at"` // when it was leased, milliseconds since 1970

	// A closed block is given back or was taken from its device. What is not reported up to High was given
	// out all the same, on paper; what lies beyond is voided for the reason.
	Closed bool   `json:"closed,omitempty"`
	High   int    `json:"high,omitempty"`
	Reason string `json:"reason,omitempty"`
	By     string `json:"by,omitempty"` // the person, or the device itself
}

// Number (số thứ tự) is what was reported of one number.
type Number struct {
	Series
	Number int    `json:"number"`
	Ticket string `json:"ticket,omitempty"` // id of what it was given to
	At     int64  `json:"at"`               // when it was given out, milliseconds since 1970
	Voided bool   `json:"voided,omitempty"`
	Reason string `json:"reason,omitempty"` // why it was voided
}

// Numbering is the body of a command about numbers.
type Numbering struct {
	Series
	Number int    `json:"number,omitempty"`
	Ticket string `json:"ticket,omitempty"`
	Reason string `json:"reason,omitempty"`
	Block  int    `json:"block,omitempty"` // first number of the block to give back or to take
	High   int    `json:"high,omitempty"`  // last number of it that was given out; Block-1 for none
	Seen   int    `json:"seen,omitempty"`  // highest number of the series that the device knows to be leased
}

// Numbers is the book of every number of every series: each ends issued or voided, exactly once.
type Numbers struct {
	rule    NumbersRule
	blocks  map[string]Block
	numbers map[string]Number
	tickets map[string]int // by series and ticket
}

// NewNumbers returns an empty book.
func NewNumbers(rule NumbersRule) *Numbers {
	if rule.Least == 0 {
		rule.Least = 10
	}
	if rule.Most == 0 {
		rule.Most = 100
	}
	if rule.Lasting == 0 {
		rule.Lasting = 30 * time.Minute
	}
	return &Numbers{rule: rule, blocks: map[string]Block{}, numbers: map[string]Number{}, tickets: map[string]int{}}
}

// Clone returns a copy.
func (n *Numbers) Clone() *Numbers {
	return &Numbers{rule: n.rule, blocks: maps.Clone(n.blocks), numbers: maps.Clone(n.numbers), tickets: maps.Clone(n.tickets)}
}

// Apply folds one change in; of another kind it is left alone.
func (n *Numbers) Apply(c change.Change) error {
	if c.Stream != n.rule.Stream || c.TakenBack() {
		return nil
	}
	var err error
	switch c.Kind {
	case n.rule.Kind + ".block":
		var block Block
		if err = json.Unmarshal(c.Body, &block); err == nil {
			n.blocks[c.Key] = block
		}
	case n.rule.Kind + ".number":
		var number Number
		if err = json.Unmarshal(c.Body, &number); err == nil {
			n.numbers[c.Key] = number
			if number.Ticket != "" {
				n.tickets[number.name()+"/"+number.Ticket] = number.Number
			}
		}
	}
	if err != nil {
		return fmt.Errorf("kind: %s %d (%s %s): %w", c.Stream, c.Seq, c.Kind, c.Key, err)
	}
	return nil
}

// Blocks returns the blocks of a series in order.
func (n *Numbers) Blocks(of Series) []Block {
	var blocks []Block
	for _, key := range slices.Sorted(maps.Keys(n.blocks)) {
		if n.blocks[key].Series == of {
			blocks = append(blocks, n.blocks[key])
		}
	}
	return blocks
}

// block returns the block that a number lies in.
func (n *Numbers) block(of Series, number int) (Block, bool) {
	for _, block := range n.blocks {
		if block.Series == of && block.From <= number && number <= block.To {
			return block, true
		}
	}
	return Block{}, false
}

// reported is how many numbers of a block were reported, and the highest of them; the one before the block
// for none.
func (n *Numbers) reported(block Block) (count, high int) {
	high = block.From - 1
	for number := block.From; number <= block.To; number++ {
		if _, is := n.numbers[block.key(number)]; is {
			count, high = count+1, number
		}
	}
	return count, high
}

func cleanReason(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 5*longest {
		return ""
	}
	return text
}
