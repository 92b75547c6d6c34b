package trust

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

// shelf keeps tokens as a database would.
type shelf struct {
	kept map[[32]byte]Token
	err  error
}

func (s *shelf) KeepToken(token Token) error {
	if s.err != nil {
		return s.err
	}
	s.kept[token.Hash] = token
	return nil
}

func (s *shelf) all() []Token {
	var all []Token
	for _, token := range s.kept {
		all = append(all, token)
	}
	return all
}

func issue(t *testing.T, tokens *Tokens, mode string, devices int, approval bool) string {
	t.Helper()
	token, err := tokens.Issue(mode, devices, approval)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokenPairsItsDevices(t *testing.T) {
	c := &clock{at: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	tokens := NewTokens(nil, nil, c.now)
	token := issue(t, tokens, "delegate", 2, true)
	other := issue(t, tokens, "kiosk", 1, false)
	for _, device := range []string{"a", "b", "a"} { // a asks again, its answer was lost
		grant, err := tokens.Redeem(token, device, "delegate")
		if err != nil || grant != (Grant{Mode: "delegate", State: Pending}) {
			t.Fatalf("%s: %+v, %v", device, grant, err)
		}
	}
	_, err := tokens.Redeem(token, "c", "delegate")
	wantCode(t, err, Used)
	_, err = tokens.Redeem(other, "c", "delegate")
	wantCode(t, err, WrongMode)
	grant, err := tokens.Redeem(other, "c", "")
	if err != nil || grant != (Grant{Mode: "kiosk", State: Approved}) {
		t.Fatalf("%+v, %v", grant, err)
	}
	for _, unknown := range []string{"", "x", token[1:], token + "A"} {
		_, err = tokens.Redeem(unknown, "c", "")
		wantCode(t, err, Unknown)
	}
}

func TestTokenExpires(t *testing.T) {
	c := &clock{at: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	tokens := NewTokens(nil, nil, c.now)
	token := issue(t, tokens, "delegate", 9, false)
	c.pass(TokenLife - time.Second)
	if _, err := tokens.Redeem(token, "a", ""); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Second)
	_, err := tokens.Redeem(token, "b", "")
	wantCode(t, err, Expired)
	c.pass(2 * tokenMemory)
	issue(t, tokens, "delegate", 1, false) // tidies up
	_, err = tokens.Redeem(token, "b", "")
	wantCode(t, err, Unknown)

	cancelled := issue(t, tokens, "delegate", 9, false)
	for range 2 {
		if err := tokens.Cancel(cancelled); err != nil {
			t.Fatal(err)
		}
	}
	_, err = tokens.Redeem(cancelled, "a", "")
	wantCode(t, err, Expired)
	wantCode(t, tokens.Cancel("never issued"), Unknown)
}

func TestTokenIsSpentExactlyOften(t *testing.T) {
	tokens := NewTokens(nil, nil, time.Now)
	token := issue(t, tokens, "delegate", 50, false)
	var mu sync.Mutex
	paired, used := 0, 0
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			_, err := tokens.Redeem(token, fmt.Sprint(i), "delegate")
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				paired++
			case CodeOf(err) == Used:
				used++
			}
		})
	}
	all.Wait()
	if paired != 50 || used != 150 {
		t.Fatalf("%d paired, %d refused", paired, used)
	}
}

func TestTokensOutliveTheServer(t *testing.T) {
	c := &clock{at: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	kept := &shelf{kept: map[[32]byte]Token{}}
	tokens := NewTokens(kept, nil, c.now)
	token := issue(t, tokens, "desk", 2, false)
	cancelled := issue(t, tokens, "desk", 2, false)
	if _, err := tokens.Redeem(token, "a", ""); err != nil {
		t.Fatal(err)
	}
	if err := tokens.Cancel(cancelled); err != nil {
		t.Fatal(err)
	}

	tokens = NewTokens(kept, kept.all(), c.now)
	kept.err = errors.New("disk full")
	_, err := tokens.Redeem(token, "b", "")
	wantCode(t, err, Failed)
	_, err = tokens.Issue("desk", 1, false)
	wantCode(t, err, Failed)
	wantCode(t, tokens.Cancel(token), Failed)
	kept.err = nil
	if _, err := tokens.Redeem(token, "b", ""); err != nil {
		t.Fatal(err) // the failure spent nothing
	}
	_, err = tokens.Redeem(token, "c", "")
	wantCode(t, err, Used)
	_, err = tokens.Redeem(cancelled, "c", "")
	wantCode(t, err, Expired)
}

func TestTokensAreBounded(t *testing.T) {
	c := &clock{at: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	tokens := NewTokens(nil, nil, c.now)
	last := ""
	for range 500 {
		last = issue(t, tokens, "desk", 1, false)
		if err := tokens.Cancel(last); err != nil {
			t.Fatal(err)
		}
	}
	if len(tokens.open) > 2*maxTokens {
		t.Fatalf("%d tokens kept", len(tokens.open))
	}
	_, err := tokens.Redeem(last, "a", "") // the latest are remembered
	wantCode(t, err, Expired)
	for range maxTokens {
		last = issue(t, tokens, "desk", 1, false)
	}
	_, err = tokens.Issue("desk", 1, false)
	wantCode(t, err, Busy)
	if _, err := tokens.Redeem(last, "a", ""); err != nil {
		t.Fatal(err)
	}
	for _, devices := range []int{0, -1, maxTokenDevices + 1} {
		_, err := tokens.Issue("desk", devices, false)
		wantCode(t, err, Malformed)
	}
	_, err = tokens.Issue("Desk!", 1, false)
	wantCode(t, err, Malformed)
}
