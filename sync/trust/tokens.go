package trust

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"sync"
	"time"
)

// TokenLife is how long an invitation may be used.
const TokenLife = 5 * time.Minute

// The limits of Tokens: devices one invitation may pair, invitations open at once (and as many
// ended ones), and how long an ended one is remembered so that late devices are told "expired"
// and not "unknown".
const (
	maxTokenDevices = 500
	maxTokens       = 64
	tokenMemory     = time.Hour
)

// Token is an invitation's token as the server keeps it: never the token itself.
type Token struct {
	Hash     [sha256.Size]byte
	Mode     string // mode of the devices it pairs
	Devices  int    // number of devices it may pair
	Approval bool   // whether they wait for the clerk (chờ duyệt)
	Expires  time.Time
	Redeemed []string // ids of the devices it paired
}

// Grant is what a redeemed token gives.
type Grant struct {
	Mode  string
	State string // Pending or Approved
}

// Keeper keeps tokens over a restart of the server.
type Keeper interface {
	// KeepToken stores the token in the place of an earlier one with the same hash. It is called
	// under a lock, before anyone is told of the change; an error undoes the change.
	KeepToken(token Token) error
}

// Tokens are the open invitations of a room. All methods may be called from any goroutine.
type Tokens struct {
	keeper Keeper // nil: in memory only
	now    func() time.Time

	mu   sync.Mutex
	open []Token
}

// NewTokens starts with the tokens kept earlier, which may be none. keeper may be nil.
func NewTokens(keeper Keeper, kept []Token, now func() time.Time) *Tokens {
	return &Tokens{keeper: keeper, now: now, open: slices.Clone(kept)}
}

// Issue makes a token for this many devices of a mode, good for TokenLife, and returns it as it
// stands in an invitation. approval makes its devices wait for the clerk.
func (t *Tokens) Issue(mode string, devices int, approval bool) (string, error) {
	if err := checkMode(mode); err != nil {
		return "", err
	}
	if devices < 1 || devices > maxTokenDevices {
		return "", refuse(Malformed, "an invitation for %d devices", devices)
	}
	raw := make([]byte, tokenBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", refuse(Failed, "make token: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(raw)

	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if live := t.forget(now); live >= maxTokens {
		return "", refuse(Busy, "%d invitations are open", live)
	}
	token := Token{
		Hash: sha256.Sum256([]byte(text)), Mode: mode, Devices: devices, Approval: approval,
		Expires: now.Add(TokenLife),
	}
	if err := t.keep(token); err != nil {
		return "", err
	}
	t.open = append(t.open, token)
	return text, nil
}

// Redeem spends one use of a token for a device that says it is of this mode; an empty mode
// takes the token's. The same device may ask again and gets the same answer, for its first may
// have been lost, and is counted once. Codes: Unknown, Expired, WrongMode, Used.
func (t *Tokens) Redeem(text, device, mode string) (Grant, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := t.find(text)
	if at < 0 {
		return Grant{}, refuse(Unknown, "no such token")
	}
	token := t.open[at]
	if !t.now().Before(token.Expires) {
		return Grant{}, refuse(Expired, "token expired at %s", token.Expires.Format(time.RFC3339))
	}
	if mode != "" && mode != token.Mode {
		return Grant{}, refuse(WrongMode, "token for %s, not %s", token.Mode, mode)
	}
	if !slices.Contains(token.Redeemed, device) {
		if len(token.Redeemed) >= token.Devices {
			return Grant{}, refuse(Used, "token has paired %d devices", len(token.Redeemed))
		}
		token.Redeemed = append(slices.Clone(token.Redeemed), device)
		if err := t.keep(token); err != nil {
			return Grant{}, err
		}
		t.open[at] = token
	}
	if token.Approval {
		return Grant{Mode: token.Mode, State: Pending}, nil
	}
	return Grant{Mode: token.Mode, State: Approved}, nil
}

// Cancel ends a token before its time; devices that come later are told it expired.
func (t *Tokens) Cancel(text string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := t.find(text)
	if at < 0 {
		return refuse(Unknown, "no such token")
	}
	token := t.open[at]
	now := t.now()
	if !now.Before(token.Expires) {
		return nil
	}
	token.Expires = now
	if err := t.keep(token); err != nil {
		return err
	}
	t.open[at] = token
	return nil
}

// forget drops the tokens that ended long ago, and the earliest ended ones beyond a number; it
// returns how many are still good.
func (t *Tokens) forget(now time.Time) (live int) {
	ended := 0
	var kept []Token
	for _, token := range slices.Backward(t.open) {
		if now.Before(token.Expires) {
			live++
		} else if ended++; ended > maxTokens || now.Sub(token.Expires) > tokenMemory {
			continue
		}
		kept = append(kept, token)
	}
	slices.Reverse(kept)
	t.open = kept
	return live
}

// find compares with every token, so that its duration tells nothing about any of them.
func (t *Tokens) find(text string) int {
	hash := sha256.Sum256([]byte(text))
	at := -1
	for i := range t.open {
		if subtle.ConstantTimeCompare(hash[:], t.open[i].Hash[:]) == 1 {
			at = i
		}
	}
	return at
}

func (t *Tokens) keep(token Token) error {
	if t.keeper == nil {
		return nil
	}
	if err := t.keeper.KeepToken(token); err != nil {
		return refuse(Failed, "keep token: %w", err)
	}
	return nil
}
