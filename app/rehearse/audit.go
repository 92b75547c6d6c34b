package rehearse

import (
	"crypto/ed25519"
	"encoding/json"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/trust"
)

// cast is a ballot that one device gave.
type cast struct {
	person  string
	poll    string
	choice  council.Choice
	command string          // its id
	receipt *change.Receipt // nil: no answer came, so nothing was promised
}

// held is what a device that had lost everything was told by the room.
type held struct {
	person string
	facts  map[fact]change.Change // of the person's own audience
}

// lostReceipts counts the ballots that have a receipt and that the room does not give back to the voter as
// the receipt says: at this place of the log, with this choice.
func lostReceipts(casts []cast, holders map[string]held) int {
	lost := 0
	for _, c := range casts {
		if c.receipt == nil {
			continue
		}
		holder, asked := holders[c.person]
		if !asked {
			continue // the device did not come back, which is counted as that
		}
		kept, known := holder.facts[fact{council.BallotKind, c.poll + "/" + c.person}]
		var ballot council.Ballot
		if !known || json.Unmarshal(kept.Body, &ballot) != nil ||
			kept.Seq != c.receipt.Seq || kept.Epoch != c.receipt.Epoch || ballot.Choice != c.choice || ballot.Voter != c.person {
			lost++
		}
	}
	return lost
}

// forgedReceipts counts the receipts that are not signed by the room's server or are about another act.
func forgedReceipts(casts []cast, stream change.Stream, key ed25519.PublicKey) int {
	forged := 0
	for _, c := range casts {
		if c.receipt != nil && (c.receipt.Stream != stream || trust.Verify(key, c.receipt.Message(), c.receipt.Signature) != nil) {
			forged++
		}
	}
	return forged
}

// miscounted compares the published count of a poll with the ballots: how many that have a receipt it
// leaves out, and how many more it has than were given.
func miscounted(casts []cast, poll string, count council.Count) (lost, twice int) {
	promised, given := map[council.Choice]int{}, map[council.Choice]int{}
	for _, c := range casts {
		if c.poll != poll {
			continue
		}
		given[c.choice]++
		if c.receipt != nil {
			promised[c.choice]++
		}
	}
	for choice, counted := range map[council.Choice]int{council.Yes: count.Yes, council.No: count.No, council.Abstain: count.Abstain} {
		lost += max(0, promised[choice]-counted)
		twice += max(0, counted-given[choice])
	}
	return lost, twice
}

// differing counts the devices that have come elsewhere in an audience than the room has.
func differing(devices []change.Cursor, room change.Cursor) int {
	count := 0
	for _, cursor := range devices {
		if cursor != room {
			count++
		}
	}
	return count
}

// truth is where the room stands in an audience, as devices that hold nothing of their own were told: what
// most of them hold.
func truth(told []change.Cursor) change.Cursor {
	counts := map[change.Cursor]int{}
	var most change.Cursor
	for _, cursor := range told {
		counts[cursor]++
		if counts[cursor] > counts[most] || counts[cursor] == counts[most] && cursor.Place > most.Place {
			most = cursor
		}
	}
	return most
}

// own returns what a device holds of its person alone.
func own(v View, session, person string) held {
	h := held{person: person, facts: map[fact]change.Change{}}
	for _, c := range v.Facts(people.PersonOf(session, person)) {
		h.facts[fact{c.Kind, c.Key}] = c
	}
	return h
}
