package kind

import (
	"encoding/json"
	"time"

	"congso.vn/congso/app/change"
)

// blocksAtOnce is how many blocks that it has not used up a device may have of one series: the one it gives
// out from, and the next.
const blocksAtOnce = 2

// Returned is the reason for which the numbers are voided that a device gives back.
const Returned = "returned"

// Judge decides a command. It is pure.
func (n *Numbers) Judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	drafts, answer := n.judge(actor, command, now)
	return verdict(command, drafts, answer)
}

func (n *Numbers) judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	var asked Numbering
	if err := json.Unmarshal(command.Body, &asked); err != nil || !asked.valid() {
		return nil, change.Refuse("command.unreadable")
	}
	asked.Reason = cleanReason(asked.Reason)
	if command.Kind == n.rule.Kind+".reclaim" {
		if !n.rule.Reclaims(actor) {
			return nil, change.Refuse("not-allowed")
		}
		return n.reclaim(actor, asked)
	}
	if !n.rule.Issues(actor) {
		return nil, change.Refuse("not-allowed")
	}
	switch command.Kind {
	case n.rule.Kind + ".lease":
		return n.lease(actor, asked, now)
	case n.rule.Kind + ".issue":
		return n.issue(actor, command, asked, now)
	case n.rule.Kind + ".void":
		return n.void(actor, asked, now)
	case n.rule.Kind + ".return":
		return n.giveBack(actor, asked)
	}
	return nil, change.Refuse("command.unknown")
}

// lease gives a device the next numbers of today's series.
func (n *Numbers) lease(actor change.Actor, asked Numbering, now time.Time) ([]change.Draft, change.Answer) {
	if asked.Day != now.In(n.rule.Zone).Format(time.DateOnly) {
		return nil, change.Refuse("number.day")
	}
	// A room that was restored may not know of all that was leased: what a device has seen is leased no more.
	next, unused := max(1, asked.Seen+1), 0
	for _, block := range n.Blocks(asked.Series) {
		next = max(next, block.To+1)
		if count, _ := n.reported(block); block.Device == actor.Device && !block.Closed && count <= block.To-block.From {
			unused++
		}
	}
	for _, number := range n.numbers {
		if number.Series == asked.Series {
			next = max(next, number.Number+1)
		}
	}
	if unused >= blocksAtOnce {
		return nil, change.Refuse("number.enough")
	}
	size := n.size(actor.Device, asked.Series, now)
	if next+size > 1_000_000 {
		return nil, change.Refuse("number.no-more")
	}
	block := Block{Series: asked.Series, Device: actor.Device, From: next, To: next + size - 1, At: now.UnixMilli()}
	answer := change.Accept()
	answer.Body = encode(block)
	return []change.Draft{n.writeBlock(block)}, answer
}

// size is how many numbers a device needs for as long as a block shall last, by how many it gave out of its
// last block since it was leased.
func (n *Numbers) size(device string, of Series, now time.Time) int {
	size := n.rule.Least
	for _, block := range n.Blocks(of) {
		if block.Device == device {
			count, _ := n.reported(block)
			took := max(now.UnixMilli()-block.At, 1)
			size = int(int64(count) * n.rule.Lasting.Milliseconds() / took)
		}
	}
	return min(max(size, n.rule.Least), n.rule.Most)
}

// issue writes down that a device gave a number out.
func (n *Numbers) issue(actor change.Actor, command change.Command, asked Numbering, now time.Time) ([]change.Draft, change.Answer) {
	if !isName(asked.Ticket) || asked.Number < 1 {
		return nil, change.Refuse("command.unreadable")
	}
	block, known := n.block(asked.Series, asked.Number)
	number, reported := n.numbers[asked.key(asked.Number)]
	other, ticketed := n.tickets[asked.name()+"/"+asked.Ticket]
	switch {
	case reported && !number.Voided && number.Ticket == asked.Ticket:
		return nil, again()
	case reported && number.Voided, known && block.Closed && asked.Number > block.High:
		return nil, change.Refuse("number.voided")
	case reported, ticketed && other != asked.Number:
		return nil, change.Refuse("number.taken")
	case !known && command.Receipt == nil: // what was accepted before a restore is taken again without its block
		return nil, change.Refuse("number.no-block")
	case known && block.Device != actor.Device:
		return nil, change.Refuse("number.not-yours")
	}
	// The device's clock proves nothing; how long it waited does, but not back before the block was leased.
	at := max(now.UnixMilli()-max(command.Waited, 0), block.At)
	return []change.Draft{n.write(Number{Series: asked.Series, Number: asked.Number, Ticket: asked.Ticket, At: at})}, change.Accept()
}

// void writes down that a device will not give a number out: the paper jammed.
func (n *Numbers) void(actor change.Actor, asked Numbering, now time.Time) ([]change.Draft, change.Answer) {
	block, known := n.block(asked.Series, asked.Number)
	number, reported := n.numbers[asked.key(asked.Number)]
	switch {
	case asked.Reason == "":
		return nil, change.Refuse("number.no-reason")
	case !known:
		return nil, change.Refuse("number.no-block")
	case block.Device != actor.Device:
		return nil, change.Refuse("number.not-yours")
	case reported && number.Voided, !reported && block.Closed && asked.Number > block.High:
		return nil, again()
	case reported:
		return nil, change.Refuse("number.taken")
	}
	return []change.Draft{n.write(Number{Series: asked.Series, Number: asked.Number, At: now.UnixMilli(), Voided: true, Reason: asked.Reason})}, change.Accept()
}

// giveBack ends a block by the word of its device: what lies beyond the last number it gave out is voided.
func (n *Numbers) giveBack(actor change.Actor, asked Numbering) ([]change.Draft, change.Answer) {
	block, known := n.blocks[asked.key(asked.Block)]
	if known && block.Device != actor.Device {
		return nil, change.Refuse("number.not-yours")
	}
	return n.close(asked, Returned, actor.Device)
}

// reclaim ends the block of a device that is given up, by the word of a person who has looked at the last
// paper it gave out. Nobody voids what may be in a citizen's hand.
func (n *Numbers) reclaim(actor change.Actor, asked Numbering) ([]change.Draft, change.Answer) {
	if asked.Reason == "" {
		return nil, change.Refuse("number.no-reason")
	}
	by := actor.Person
	if by == "" {
		by = actor.Device
	}
	return n.close(asked, asked.Reason, by)
}

func (n *Numbers) close(asked Numbering, reason, by string) ([]change.Draft, change.Answer) {
	block, known := n.blocks[asked.key(asked.Block)]
	_, high := n.reported(block)
	switch {
	case !known:
		return nil, change.Refuse("number.no-block")
	case block.Closed && block.High == asked.High:
		return nil, again()
	case block.Closed:
		answer := change.Refuse("number.closed")
		answer.Body = encode(block)
		return nil, answer
	case asked.High < high || asked.High > block.To:
		answer := change.Refuse("number.high")
		answer.Body = encode(Numbering{Series: block.Series, Block: block.From, High: high})
		return nil, answer
	}
	block.Closed, block.High, block.Reason, block.By = true, asked.High, reason, by
	return []change.Draft{n.writeBlock(block)}, change.Accept()
}

func (n *Numbers) writeBlock(block Block) change.Draft {
	return draft(n.rule.Stream, n.rule.Kind+".block", n.rule.Audience, block.key(block.From), block)
}

func (n *Numbers) write(number Number) change.Draft {
	return draft(n.rule.Stream, n.rule.Kind+".number", n.rule.Audience, number.key(number.Number), number)
}
