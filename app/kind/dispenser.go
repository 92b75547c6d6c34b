package kind

import (
	"slices"

	"congso.vn/congso/app/change"
)

// Dispenser is a device's own account of the blocks it has, from which it gives out numbers without a
// server. It is a plain value, kept as JSON: whoever uses it makes it durable after Issue or Void and before
// the number is shown to anybody, then puts the command into the outbox, then shows the number. After a
// start the command of Last goes into the outbox where it is neither there nor answered: its id is the same,
// so that it counts once.
type Dispenser struct {
	Device string          `json:"device"`
	Blocks []Dispensing    `json:"blocks,omitempty"` // every one it had since the day began, in order
	Seen   map[string]int  `json:"seen,omitempty"`   // by series: the highest number known to be leased to anybody
	Last   *change.Command `json:"last,omitempty"`   // that gave out or voided a number last
}

// Dispensing is a block with the last number of it that is used.
type Dispensing struct {
	Series
	From int  `json:"from"`
	To   int  `json:"to"`
	High int  `json:"high"`
	Done bool `json:"done,omitempty"` // nothing is given out of it any more
}

// Learn takes over what the server's facts say: blocks that are leased to the device, or were taken from
// it. What it has used itself it never forgets, whatever they say.
func (d *Dispenser) Learn(n *Numbers) {
	if d.Seen == nil {
		d.Seen = map[string]int{}
	}
	latest := ""
	for _, block := range n.blocks {
		d.Seen[block.name()] = max(d.Seen[block.name()], block.To)
		if block.Device != d.Device {
			continue
		}
		i := slices.IndexFunc(d.Blocks, func(b Dispensing) bool { return b.Series == block.Series && b.From == block.From })
		if i < 0 {
			i = len(d.Blocks)
			d.Blocks = append(d.Blocks, Dispensing{Series: block.Series, From: block.From, To: block.To, High: block.From - 1})
		}
		_, reported := n.reported(block)
		d.Blocks[i].High = max(d.Blocks[i].High, reported)
		d.Blocks[i].Done = d.Blocks[i].Done || block.Closed
		latest = max(latest, block.Day)
	}
	d.Blocks = slices.DeleteFunc(d.Blocks, func(b Dispensing) bool { return b.Day < latest && b.left() == 0 })
	slices.SortFunc(d.Blocks, func(a, b Dispensing) int { return a.From - b.From })
}

func (b Dispensing) left() int {
	if b.Done {
		return 0
	}
	return b.To - b.High
}

// Left is how many numbers of a series the device can give out now.
func (d *Dispenser) Left(of Series) int {
	left := 0
	for _, block := range d.Blocks {
		if block.Series == of {
			left += block.left()
		}
	}
	return left
}

// Wants reports whether it is time to ask for another block: the last one is half used.
func (d *Dispenser) Wants(of Series) bool {
	size := 0
	for _, block := range d.Blocks {
		if block.Series == of {
			size = block.To - block.From + 1
		}
	}
	return 2*d.Left(of) <= size
}

// Lease returns the command that asks for a block.
func (d *Dispenser) Lease(rule NumbersRule, id string, of Series) change.Command {
	return change.Command{ID: id, Kind: rule.Kind + ".lease", Stream: rule.Stream, Body: encode(Numbering{Series: of, Seen: d.Seen[of.name()]})}
}

// Issue gives out the next number of a series for a ticket; false where there is none.
func (d *Dispenser) Issue(rule NumbersRule, id, ticket string, of Series) (number int, command change.Command, ok bool) {
	return d.use(rule, ".issue", id, of, Numbering{Series: of, Ticket: ticket})
}

// Void uses the next number of a series up without giving it out.
func (d *Dispenser) Void(rule NumbersRule, id, reason string, of Series) (number int, command change.Command, ok bool) {
	return d.use(rule, ".void", id, of, Numbering{Series: of, Reason: reason})
}

func (d *Dispenser) use(rule NumbersRule, kind, id string, of Series, body Numbering) (int, change.Command, bool) {
	i := slices.IndexFunc(d.Blocks, func(b Dispensing) bool { return b.Series == of && b.left() > 0 })
	if i < 0 {
		return 0, change.Command{}, false
	}
	d.Blocks[i].High++
	body.Number = d.Blocks[i].High
	command := change.Command{ID: id, Kind: rule.Kind + kind, Stream: rule.Stream, Body: encode(body)}
	d.Last = &command
	return body.Number, command, true
}

// Return gives every block of a series back and returns the commands that say so; from then on the device
// gives out nothing of them.
func (d *Dispenser) Return(rule NumbersRule, newID func() string, of Series) []change.Command {
	var commands []change.Command
	for i, block := range d.Blocks {
		if block.Series == of && block.left() > 0 {
			body := Numbering{Series: of, Block: block.From, High: block.High}
			commands = append(commands, change.Command{ID: newID(), Kind: rule.Kind + ".return", Stream: rule.Stream, Body: encode(body)})
			d.Blocks[i].Done = true
		}
	}
	return commands
}
