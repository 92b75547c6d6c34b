package kind

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/change"
)

// What a set takes where its rule does not say.
const (
	elementBytes = 64 << 10
	layerCount   = 100_000
)

// SetRule is what a feature says of its set.
type SetRule struct {
	Stream   change.Stream
	Kind     string // of the facts; the commands are this with ".add" and ".remove" behind it
	Audience func(owner, place string) change.Audience
	Bytes    int // of the largest body; 0: 64 KiB
	Count    int // of elements of one layer, taken back ones too; 0: 100,000

	// Digests is for a server of many large elements, which judges and shows nothing: it keeps a SHA-256 in place
	// of each body, some 100 bytes of memory an element. Its Layer has no bodies.
	Digests bool
}

// Element (nét bút, ghi chú, bút phê) is one piece of a set. It never changes: it is added once, and may be
// taken back once.
type Element struct {
	Owner string          `json:"-"` // the person whose layer it is in; nobody else writes there
	Place string          `json:"-"` // what it lies on: a document
	ID    string          `json:"-"` // UUIDv7, made by the device
	Body  json.RawMessage `json:"body,omitempty"`
	Gone  bool            `json:"gone,omitempty"` // taken back; it does not come again
}

// Piece is the body of a command about a set: the owner is who gives it.
type Piece struct {
	Place string          `json:"place"`
	ID    string          `json:"id"`
	Body  json.RawMessage `json:"body,omitempty"` // of what is added
}

// Set (tập hợp) is a union of elements and of the signs that take them back, one layer for each owner and
// place. It comes to the same in whichever order they arrive and however often: a person's two tablets
// merge without loss, and what was taken back before its add arrived stays away.
type Set struct {
	rule     SetRule
	elements map[string]Element
	digests  map[string]map[[16]byte]change.Hash // instead, by layer and id; zero for what was taken back
	counts   map[string]int                      // by layer
}

// NewSet returns an empty set.
func NewSet(rule SetRule) *Set {
	if rule.Bytes == 0 {
		rule.Bytes = elementBytes
	}
	if rule.Count == 0 {
		rule.Count = layerCount
	}
	return &Set{rule: rule, elements: map[string]Element{}, digests: map[string]map[[16]byte]change.Hash{}, counts: map[string]int{}}
}

// Clone returns a copy.
func (s *Set) Clone() *Set {
	digests := maps.Clone(s.digests)
	for in, layer := range digests {
		digests[in] = maps.Clone(layer)
	}
	return &Set{rule: s.rule, elements: maps.Clone(s.elements), digests: digests, counts: maps.Clone(s.counts)}
}

func layer(owner, place string) string { return owner + "/" + place + "/" }

// Judge decides a command. It is pure.
func (s *Set) Judge(actor change.Actor, command change.Command, _ time.Time) ([]change.Draft, change.Answer) {
	drafts, answer := s.judge(actor, command)
	return verdict(command, drafts, answer)
}

func (s *Set) judge(actor change.Actor, command change.Command) ([]change.Draft, change.Answer) {
	adds := command.Kind == s.rule.Kind+".add"
	if !adds && command.Kind != s.rule.Kind+".remove" {
		return nil, change.Refuse("command.unknown")
	}
	if actor.Person == "" {
		return nil, change.Refuse("not-allowed")
	}
	var piece Piece
	if err := json.Unmarshal(command.Body, &piece); err != nil || !isName(actor.Person) || !isName(piece.Place) || !isOrdered(piece.ID) || adds == (len(piece.Body) == 0) {
		return nil, change.Refuse("command.unreadable")
	}
	in := layer(actor.Person, piece.Place)
	known, is := s.find(in, piece.ID)
	switch {
	case len(piece.Body) > s.rule.Bytes:
		return nil, change.Refuse("set.too-large")
	case is && known.Gone:
		return nil, again()
	case is && adds && bytes.Equal(known.Body, s.held(piece.Body)):
		return nil, again()
	case is && adds:
		return nil, change.Refuse("set.other-body")
	case !is && s.counts[in] >= s.rule.Count:
		return nil, change.Refuse("set.full")
	}
	element := Element{Body: piece.Body, Gone: !adds}
	return []change.Draft{draft(s.rule.Stream, s.rule.Kind, s.rule.Audience(actor.Person, piece.Place), in+piece.ID, element)}, change.Accept()
}

// compact is a body as the log has it, so that the same one sent with other spaces is the same.
func compact(body json.RawMessage) json.RawMessage {
	return encode(body)
}

// Apply folds one change in; of another kind it is left alone.
func (s *Set) Apply(c change.Change) error {
	if c.Kind != s.rule.Kind || c.Stream != s.rule.Stream || c.TakenBack() {
		return nil
	}
	parts := strings.Split(c.Key, "/")
	var element Element
	if err := json.Unmarshal(c.Body, &element); err != nil || len(parts) != 3 {
		return fmt.Errorf("kind: %s %d (%s %s): not an element: %w", c.Stream, c.Seq, c.Kind, c.Key, err)
	}
	s.put(Element{Owner: parts[0], Place: parts[1], ID: parts[2], Body: element.Body, Gone: element.Gone})
	return nil
}

// put adds an element; of an element and the sign that takes it back the sign wins, whichever came first.
func (s *Set) put(e Element) {
	in := layer(e.Owner, e.Place)
	known, is := s.find(in, e.ID)
	if !is {
		s.counts[in]++
	}
	if e.Gone || known.Gone {
		e.Gone, e.Body = true, nil
	}
	s.keep(in, e)
}

// find returns an element, its body as it is held.
func (s *Set) find(in, id string) (Element, bool) {
	if !s.rule.Digests {
		e, is := s.elements[in+id]
		return e, is
	}
	digest, is := s.digests[in][short(id)]
	e := Element{ID: id, Gone: is && digest == change.Hash{}}
	if is && !e.Gone {
		e.Body = digest[:]
	}
	return e, is
}

// keep holds an element, or its digest.
func (s *Set) keep(in string, e Element) {
	if !s.rule.Digests {
		s.elements[in+e.ID] = e
		return
	}
	if s.digests[in] == nil {
		s.digests[in] = map[[16]byte]change.Hash{}
	}
	var digest change.Hash
	if !e.Gone {
		digest = change.Hash(s.held(e.Body))
	}
	s.digests[in][short(e.ID)] = digest
}

// held is a body as it is held: whole, or its digest.
func (s *Set) held(body json.RawMessage) []byte {
	whole := compact(body)
	if !s.rule.Digests {
		return whole
	}
	digest := sha256.Sum256(whole)
	return digest[:]
}

// short is a UUID's 16 bytes, and long its text. An id is one (isOrdered), or it was never let in.
func short(id string) (uuid [16]byte) {
	digits := strings.ReplaceAll(id, "-", "")
	_, _ = hex.Decode(uuid[:], []byte(digits[:min(len(digits), 2*len(uuid))]))
	return uuid
}

func long(uuid [16]byte) string {
	d := hex.EncodeToString(uuid[:])
	return d[:8] + "-" + d[8:12] + "-" + d[12:16] + "-" + d[16:20] + "-" + d[20:]
}

// Layer returns the elements of an owner in a place in the order of their ids, which is that of their making,
// with what waits on this device laid over them: unsent are the owner's commands that are not answered yet.
func (s *Set) Layer(owner, place string, unsent []change.Command) []Element {
	whole := s.rule
	whole.Digests = false
	shown := NewSet(whole)
	for key, e := range s.elements {
		if strings.HasPrefix(key, layer(owner, place)) {
			shown.put(e)
		}
	}
	for id, digest := range s.digests[layer(owner, place)] {
		shown.elements[layer(owner, place)+long(id)] = Element{Owner: owner, Place: place, ID: long(id), Gone: digest == change.Hash{}}
	}
	for _, command := range unsent {
		var piece Piece
		gone := command.Kind == s.rule.Kind+".remove"
		if command.Stream == s.rule.Stream && (gone || command.Kind == s.rule.Kind+".add") && json.Unmarshal(command.Body, &piece) == nil && piece.Place == place {
			shown.put(Element{Owner: owner, Place: place, ID: piece.ID, Body: piece.Body, Gone: gone})
		}
	}
	return slices.SortedFunc(func(yield func(Element) bool) {
		for _, e := range shown.elements {
			if !e.Gone && !yield(e) {
				return
			}
		}
	}, func(a, b Element) int { return strings.Compare(a.ID, b.ID) })
}

// Equal reports whether two sets hold the same; their rules are not looked at.
func (s *Set) Equal(other *Set) bool {
	same := func(a, b Element) bool {
		return a.Owner == b.Owner && a.Place == b.Place && a.ID == b.ID && a.Gone == b.Gone && bytes.Equal(a.Body, b.Body)
	}
	return maps.EqualFunc(s.elements, other.elements, same) && maps.Equal(s.counts, other.counts) &&
		maps.EqualFunc(s.digests, other.digests, maps.Equal[map[[16]byte]change.Hash, map[[16]byte]change.Hash])
}
