package notes

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

const session change.Stream = "council/s1"

// drawn is randomness that is the same in every run.
func drawn(seed byte) io.Reader { return mathrand.NewChaCha8([32]byte{seed}) }

func pairFor(t testing.TB, seed byte) *Pair {
	pair, err := NewPair(drawn(seed))
	if err != nil {
		t.Fatal(err)
	}
	return pair
}

func writerFor(t testing.TB, person string, pair *Pair) *Writer {
	w, err := NewWriter(person, pair.Public(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func oneEdit(n int) Edit {
	next := ids(n)
	m := sticky(next(), "chưa rõ nguồn vốn", Moment{7, 1})
	return Edit{ID: next(), At: m.At, Adds: []Mark{m}, Removes: []string{next()}}
}

// A box opens for its person, at its place, whole; and never else.
func TestBoxesOpenWhereTheyBelong(t *testing.T) {
	pair := pairFor(t, 1)
	w := writerFor(t, "an", pair)
	e := oneEdit(1)
	box, err := w.Seal(session, e)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(box, []byte("nguồn")) {
		t.Fatal("in the open")
	}
	if got, err := NewOpener("an", pair).Open(session, e.ID, box); err != nil || !reflect.DeepEqual(got, e) {
		t.Fatalf("%v: %+v", err, got)
	}
	refused := func(what string, o *Opener, stream change.Stream, id string, box []byte) {
		t.Helper()
		var wrong *Fault
		if got, err := o.Open(stream, id, box); !errors.As(err, &wrong) || wrong.Code != CodeSealed || got.ID != "" {
			t.Errorf("%s: %v %+v", what, err, got)
		}
	}
	warm := NewOpener("an", pair)
	if _, err := warm.Open(session, e.ID, box); err != nil {
		t.Fatal(err)
	}
	for _, o := range []*Opener{NewOpener("an", pair), warm} {
		refused("another session", o, "council/s2", e.ID, box)
		refused("another edit", o, session, oneEdit(2).ID, box)
		refused("nothing", o, session, e.ID, nil)
		for i := range box {
			refused(fmt.Sprintf("cut at %d", i), o, session, e.ID, box[:i])
			flipped := bytes.Clone(box)
			flipped[i] ^= 1 << (i % 8)
			refused(fmt.Sprintf("bit of byte %d", i), o, session, e.ID, flipped)
		}
	}
	refused("another person", NewOpener("binh", pair), session, e.ID, box)
	refused("another key", NewOpener("an", pairFor(t, 2)), session, e.ID, box)
	refused("no key", NewOpener("an"), session, e.ID, box)
	renamed := bytes.Clone(box)
	name := keyName(pairFor(t, 2).public)
	copy(renamed[1:], name[:])
	refused("another key's name", NewOpener("an", pair, pairFor(t, 2)), session, e.ID, renamed)
}

// Who signed in by code writes, and reads what was written since; with the key everything opens.
func TestWritersNeedNoPrivateKey(t *testing.T) {
	pair := pairFor(t, 1)
	before, now := writerFor(t, "an", pair), writerFor(t, "an", pair)
	e := oneEdit(1)
	old, err1 := before.Seal(session, e)
	fresh, err2 := now.Seal(session, e)
	if err1 != nil || err2 != nil || bytes.Equal(old[:boxHeader], fresh[:boxHeader]) {
		t.Fatal(err1, err2)
	}
	o := NewOpener("an")
	o.Own(now)
	if _, err := o.Open(session, e.ID, fresh); err != nil {
		t.Errorf("its own: %v", err)
	}
	if _, err := o.Open(session, e.ID, old); err == nil {
		t.Error("opens what was written before")
	}
	theirs := NewOpener("binh")
	theirs.Own(now)
	if _, err := theirs.Open(session, e.ID, fresh); err == nil {
		t.Error("another person opens it")
	}
	with := NewOpener("an", pair)
	for _, box := range [][]byte{old, fresh} {
		if _, err := with.Open(session, e.ID, box); err != nil {
			t.Error(err)
		}
	}
}

// A tablet that keeps its writer reads after it was switched off what it wrote before, and writes on; what it keeps is
// never printed.
func TestWritersAreKept(t *testing.T) {
	pair := pairFor(t, 1)
	w := writerFor(t, "an", pair)
	e := oneEdit(1)
	box, err := w.Seal(session, e)
	if err != nil {
		t.Fatal(err)
	}
	again, err := KeptWriter("an", w.Kept(), drawn(7))
	if err != nil {
		t.Fatal(err)
	}
	o := NewOpener("an")
	o.Own(again)
	if _, err := o.Open(session, e.ID, box); err != nil {
		t.Errorf("what was written before: %v", err)
	}
	more, err := again.Seal(session, e)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewOpener("an", pair).Open(session, e.ID, more); err != nil {
		t.Errorf("what was written after, by the card: %v", err)
	}
	if !again.For(pair.Public()) || again.For(pairFor(t, 2).Public()) {
		t.Error("it says another key than it writes for")
	}
	if text := fmt.Sprintf("%v %+v %s", w, w, w); text != "notes writer notes writer notes writer" {
		t.Errorf("printed as %s", text)
	}
	for _, kept := range [][]byte{nil, w.Kept()[1:], append(w.Kept(), 0), append([]byte{9}, w.Kept()[1:]...)} {
		if _, err := KeptWriter("an", kept, drawn(7)); err == nil {
			t.Errorf("%d bytes are taken for a writer", len(kept))
		}
	}
}

func TestLengthsTellLittle(t *testing.T) {
	w := writerFor(t, "an", pairFor(t, 1))
	lengths := map[int]bool{}
	for n := range 24 {
		e := oneEdit(1)
		for len(e.Adds[0].Text) < n*n*80 {
			e.Adds[0].Text += strings.Repeat("x", 40)
		}
		box, err := w.Seal(session, e)
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(box)
		if err != nil || len(body) > bodyBytes {
			t.Fatalf("%d bytes as the room takes it", len(body))
		}
		lengths[len(box)] = true
	}
	if len(lengths) > 7 {
		t.Errorf("%d lengths", len(lengths))
	}
	large := oneEdit(1)
	large.Adds[0].Text = strings.Repeat("x", EditBytes)
	var wrong *Fault
	if _, err := w.Seal(session, large); !errors.As(err, &wrong) || wrong.Code != CodeTooLarge {
		t.Errorf("too large: %v", err)
	}
}

// A card opens its pair; a new card opens the new pair, and with the recovery sheet the old one.
func TestCardsAndRecoverySheets(t *testing.T) {
	random := drawn(5)
	first, err := NewSecret(random)
	if err != nil {
		t.Fatal(err)
	}
	second, err := NewSecret(random)
	if err != nil {
		t.Fatal(err)
	}
	var locks Locks
	if locks.Public() != nil {
		t.Error("a key of nobody")
	}
	locks, sheet, err := locks.NewPair("an", first, random)
	if err != nil {
		t.Fatal(err)
	}
	old := locks.Open("an", first)
	if len(old) != 1 || !bytes.Equal(old[0].Public(), locks.Public()) || len(locks.Open("an", second))+len(locks.Open("binh", first)) != 0 {
		t.Fatalf("%d pairs", len(old))
	}
	box, err := writerFor(t, "an", old[0]).Seal(session, oneEdit(1))
	if err != nil {
		t.Fatal(err)
	}
	locks, newSheet, err := locks.NewPair("an", second, random)
	if err != nil || newSheet == sheet || bytes.Equal(locks.Public(), old[0].Public()) {
		t.Fatal(err)
	}
	opens := func(secret Secret) bool {
		_, err := NewOpener("an", locks.Open("an", secret)...).Open(session, oneEdit(1).ID, box)
		return err == nil
	}
	if opens(second) || !opens(first) || !opens(sheet) || opens(newSheet) {
		t.Error("before the sheet is shown")
	}
	writes := locks.Public()
	if same, did, err := locks.Recover("an", second, newSheet, random); did && len(same) != len(locks) || err != nil {
		t.Error("recovered by what opens nothing new")
	}
	wrong := sheet
	wrong[3] ^= 1
	if _, did, err := locks.Recover("an", wrong, second, random); did || err != nil {
		t.Errorf("another sheet: %v", err)
	}
	locks, did, err := locks.Recover("an", sheet, second, random)
	if err != nil || !did || !opens(second) || !bytes.Equal(locks.Public(), writes) || len(locks.Open("an", second)) != 2 {
		t.Errorf("recovered: %v %v", did, err)
	}
	if again, did, err := locks.Recover("an", sheet, second, random); err != nil || !did || len(again) != len(locks) {
		t.Errorf("recovered again: %d locks of %d", len(again), len(locks))
	}
	data, err := json.Marshal(locks)
	var back Locks
	if err != nil || json.Unmarshal(data, &back) != nil || len(back.Open("an", second)) != 2 {
		t.Errorf("as it is kept: %v", err)
	}
	for i := range locks[0].Box {
		spoilt := locks[0]
		spoilt.Box = bytes.Clone(spoilt.Box)
		spoilt.Box[i] ^= 4
		if _, opens := spoilt.Open("an", second); opens {
			t.Fatalf("byte %d", i)
		}
	}
	for _, secret := range []any{first, &first, old[0], *old[0], []Secret{first}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%x", "%d", "%s"} {
			if text := fmt.Sprintf(verb, secret); strings.Contains(text, hex.EncodeToString(first[:4])) || strings.Contains(text, fmt.Sprint(first[0], " ", first[1])) || len(text) > 60 {
				t.Errorf("%s prints %s", verb, text)
			}
		}
	}
}

// What a tablet shows to sign in is neither the card nor a key of anything.
func TestSigningInTellsNoKey(t *testing.T) {
	card := Secret{1, 2, 3}
	token := card.SignIn()
	pair := pairFor(t, 1)
	if bytes.Equal(token, wrapping("an", ByCard, card, pair.public)) || bytes.Contains(token, card[:3]) || len(token) != 32 {
		t.Error("it is a key")
	}
	if bytes.Equal(wrapping("an", ByCard, card, pair.public), wrapping("an", ByRecovery, card, pair.public)) {
		t.Error("card and sheet are alike")
	}
	lock, err := pair.Lock("an", ByCard, card, drawn(2))
	if err != nil {
		t.Fatal(err)
	}
	if _, opens := lock.Open("an", Secret(token[:16])); opens {
		t.Error("the token opens the lock")
	}
	if other := (Secret{1, 2, 4}).SignIn(); bytes.Equal(token, other) {
		t.Error("another card signs in")
	}
	text := "congso:card:" + secretText.EncodeToString(card[:])
	for _, typed := range []string{text, " " + strings.ToLower(text) + "\n", strings.TrimPrefix(text, cardPrefix)} {
		if got, is := CardSecret(typed); !is || got != card {
			t.Errorf("%q is not read", typed)
		}
	}
	for _, typed := range []string{"", "congso:card:", text + "A", text[:len(text)-1], text[:len(text)-1] + "9", "congso:card:" + strings.Repeat("0", 26)} {
		if _, is := CardSecret(typed); is {
			t.Errorf("%q is read", typed)
		}
	}
}

// Every single mistyped letter is told, with the group it stands in; and so are two.
func TestMistypedSheetsAreTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := Secret(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "secret"))
		sheet := secret.Sheet()
		if len(sheet) != 34 || strings.Count(sheet, "-") != 6 {
			t.Fatal(sheet)
		}
		for _, typed := range []string{sheet, strings.ToLower(sheet), strings.ReplaceAll(sheet, "-", ""), " " + strings.ReplaceAll(sheet, "-", " – ")} {
			if got, err := ReadSheet(typed); err != nil || got != secret {
				t.Fatalf("%q: %v", typed, err)
			}
		}
		plain := []byte(strings.ReplaceAll(sheet, "-", ""))
		i := rapid.IntRange(0, 27).Draw(t, "letter")
		mistype := func(typed []byte, i int, label string) {
			by := rapid.IntRange(1, 31).Draw(t, label)
			typed[i] = letters[(strings.IndexByte(letters, typed[i])+by)%32]
		}
		one := bytes.Clone(plain)
		mistype(one, i, "by")
		var wrong *Mistyped
		if _, err := ReadSheet(string(one)); !errors.As(err, &wrong) || wrong.Group != i/4+1 || wrong.Length != 0 {
			t.Fatalf("letter %d: %v %+v", i, err, wrong)
		}
		j := (i + rapid.IntRange(1, 27).Draw(t, "other")) % 28
		mistype(one, j, "other by")
		if _, err := ReadSheet(string(one)); !errors.As(err, &wrong) {
			t.Fatalf("two letters: %v", err)
		}
		if _, err := ReadSheet(string(plain[1:])); !errors.As(err, &wrong) || wrong.Length != 27 {
			t.Fatalf("too short: %v", err)
		}
		plain[i] = 'O'
		if _, err := ReadSheet(string(plain)); !errors.As(err, &wrong) || wrong.Group != i/4+1 {
			t.Fatalf("a letter that is none: %v", err)
		}
	})
}

func TestNoRandomnessNoSecrets(t *testing.T) {
	short := func(n int) io.Reader { return strings.NewReader(strings.Repeat("x", n)) }
	if _, err := NewSecret(short(15)); err == nil {
		t.Error("a secret")
	}
	if _, err := NewPair(short(31)); err == nil {
		t.Error("a pair")
	}
	for _, n := range []int{0, 16, 48, 72, 95} {
		if _, _, err := (Locks{}).NewPair("an", Secret{}, short(n)); err == nil {
			t.Errorf("locks of %d", n)
		}
	}
	w, err := NewWriter("an", pairFor(t, 1).Public(), short(33))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Seal(session, oneEdit(1)); err == nil {
		t.Error("a box")
	}
	for _, public := range [][]byte{nil, make([]byte, 31), make([]byte, 32)} {
		if _, err := NewWriter("an", public, rand.Reader); err == nil {
			t.Errorf("a writer for %x", public)
		}
	}
}

func FuzzOpen(f *testing.F) {
	pair := pairFor(f, 1)
	e := oneEdit(1)
	box, err := writerFor(f, "an", pair).Seal(session, e)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(box)
	f.Add(box[:80])
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := NewOpener("an", pair).Open(session, e.ID, data)
		if err == nil && !reflect.DeepEqual(got, e) {
			t.Fatalf("%+v", got)
		}
	})
}

func FuzzReadSheet(f *testing.F) {
	f.Add(Secret{1, 2, 3}.Sheet())
	f.Add("ABCD")
	f.Add("Ａ-É")
	f.Fuzz(func(t *testing.T, typed string) {
		if secret, err := ReadSheet(typed); err == nil {
			if again, err := ReadSheet(secret.Sheet()); err != nil || again != secret {
				t.Fatalf("%q", typed)
			}
		}
	})
}

// Ten thousand boxes of fifty sign-ins, a stroke in each.
func BenchmarkOpen10000Boxes(b *testing.B) {
	pair := pairFor(b, 1)
	var boxes [][]byte
	var all []Edit
	next := ids(1)
	for range 50 {
		w := writerFor(b, "an", pair)
		for range 200 {
			m := strokeMark(b, next(), Moment{7, 1}, 50)
			e := Edit{ID: next(), At: m.At, Adds: []Mark{m}}
			box, err := w.Seal(session, e)
			if err != nil {
				b.Fatal(err)
			}
			boxes, all = append(boxes, box), append(all, e)
		}
	}
	for b.Loop() {
		o := NewOpener("an", pair)
		for i, box := range boxes {
			if _, err := o.Open(session, all[i].ID, box); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	w := writerFor(b, "an", pairFor(b, 1))
	e := oneEdit(1)
	for b.Loop() {
		if _, err := w.Seal(session, e); err != nil {
			b.Fatal(err)
		}
	}
}
