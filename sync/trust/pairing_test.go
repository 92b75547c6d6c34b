package trust

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func newRecorder() *httptest.ResponseRecorder { return httptest.NewRecorder() }

func newRequest(method, path, body string) *http.Request {
	return httptest.NewRequest(method, path, strings.NewReader(body))
}

func TestPairByInvitation(t *testing.T) {
	r := newRoom(t, Timing{})
	for _, approval := range []bool{false, true} {
		invitation := r.invitation(t, "delegate", 1, approval)
		read, err := ParseInvitation(invitation.String())
		if err != nil {
			t.Fatal(err)
		}
		a := r.application(t, "Máy số 17")
		paired, err := Pair(t.Context(), a, read)
		if err != nil {
			t.Fatal(err)
		}
		want := Approved
		if approval {
			want = Pending
		}
		if paired.State != want || paired.Mode != "delegate" || paired.Pin != r.authority.Pin() {
			t.Fatalf("paired %+v", paired)
		}
		state, err := connect(t, r.address, paired.TLS())
		if err != nil {
			t.Fatal(err)
		}
		key, err := PeerServer(state, paired.Pin)
		if err != nil {
			t.Fatal(err)
		}
		if kept, err := paired.ServerKey(); err != nil || !kept.Equal(key) {
			t.Fatalf("server key %x, %v", kept, err)
		}
		again, err := Pair(t.Context(), a, read) // as if the first answer had been lost
		if err != nil || again.Device() != paired.Device() {
			t.Fatalf("again: %v", err)
		}
		_, err = Pair(t.Context(), r.application(t, "Máy số 18"), read)
		wantCode(t, err, Used)
		if len(r.devices) != 1 {
			t.Fatalf("%d devices on the list", len(r.devices))
		}
		clear(r.devices)
	}
}

func TestInvitationsThatDoNotPair(t *testing.T) {
	r := newRoom(t, Timing{})
	invitation := r.invitation(t, "delegate", 5, false)
	a := r.application(t, "Máy số 1")

	a.Mode = "kiosk"
	_, err := Pair(t.Context(), a, invitation)
	wantCode(t, err, WrongMode)
	a.Mode = "KIOSK"
	_, err = Pair(t.Context(), a, invitation)
	wantCode(t, err, Malformed)
	a.Mode = ""
	if _, err := Pair(t.Context(), a, invitation); err != nil {
		t.Fatal(err)
	}

	wrong := invitation
	wrong.Token = "AAECAwQFBgcICQoLDA0ODw"
	_, err = Pair(t.Context(), a, wrong)
	wantCode(t, err, Unknown)

	nameless := a
	nameless.Name = "a\nb"
	_, err = Pair(t.Context(), nameless, invitation)
	wantCode(t, err, Malformed)

	r.clock.pass(TokenLife)
	_, err = Pair(t.Context(), a, invitation)
	wantCode(t, err, Expired)

	if _, err := Pair(t.Context(), Application{Address: r.address}, invitation); err == nil {
		t.Fatal("paired without a key")
	}
}

// A room of the same name at the invited address is spoken to in no way: the token stays secret.
func TestInvitationIsNotShownToAnotherRoom(t *testing.T) {
	r := newRoom(t, Timing{})
	invitation := r.invitation(t, "delegate", 1, false)
	asked := make(chan struct{}, 1)
	forged := serve(t, namesake(t, r.authority).Server().TLS(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
	}))
	a := r.application(t, "Máy số 1")
	a.Address = forged
	_, err := Pair(t.Context(), a, invitation)
	wantCode(t, err, Forged)
	select {
	case <-asked:
		t.Fatal("the forged room saw the request")
	default:
	}
}

func TestServerThatAnswersNonsense(t *testing.T) {
	r := newRoom(t, Timing{})
	stranger := admit(t, r.authority)
	wrong, err := json.Marshal(reply{State: Approved, Mode: "delegate", Certificate: stranger.Certificate})
	if err != nil {
		t.Fatal(err)
	}
	for body, code := range map[string]string{
		"":                            Failed,
		"<html>":                      Failed,
		"{}":                          Forged,
		string(wrong):                 Forged, // a certificate for another key
		`{"code":"<b>anything</b>"}`:  Failed,
		`{"code":"people.suspended"}`: "people.suspended",
	} {
		address := serve(t, r.authority.Server().TLS(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, body)
		}))
		a := r.application(t, "Máy số 1")
		a.Address = address
		_, err := Pair(t.Context(), a, r.invitation(t, "delegate", 1, false))
		if CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", body, err, code)
		}
	}
}

func TestRegistrarsRefusalsReachTheDevice(t *testing.T) {
	var logged bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })

	r := newRoom(t, Timing{})
	invitation := r.invitation(t, "delegate", 5, false)
	a := r.application(t, "Máy số 1")
	compare := func(context.Context, string) error { return nil }
	for _, want := range []struct {
		fail   error
		code   string
		logged bool
	}{
		{refuse(Revoked, "stolen"), Revoked, false},
		{errors.New("disk full"), Failed, true},
	} {
		r.fail = want.fail
		logged.Reset()
		_, err := Pair(t.Context(), a, invitation)
		wantCode(t, err, want.code)
		if strings.Contains(err.Error(), want.fail.Error()) {
			t.Fatalf("the server's reasons are told: %v", err)
		}
		if strings.Contains(logged.String(), "disk full") != want.logged {
			t.Fatalf("logged: %s", &logged)
		}
		_, err = PairByDigits(t.Context(), a, compare)
		wantCode(t, err, want.code)
	}
}

func TestRequestsThatAreNotForms(t *testing.T) {
	r := newRoom(t, Timing{})
	key := newKey(t)
	request, err := NewRequest(key)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := bytes.Clone(request)
	spoilt[len(spoilt)-1] ^= 1 // the signature
	body := func(f form) string {
		f.Version = pairVersion
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	good := form{Step: stepToken, Token: "x", Request: request, Name: "Máy"}
	unsigned := good
	unsigned.Request = spoilt
	for name, bad := range map[string]struct {
		body string
		code string
	}{
		"empty":       {"", Malformed},
		"no object":   {"[]", Malformed},
		"no step":     {`{"v":1}`, Malformed},
		"two":         {body(good) + "{}", Malformed},
		"version":     {`{"v":7,"step":"token"}`, Version},
		"unsigned":    {body(unsigned), Malformed},
		"too long":    {body(good)[:10] + strings.Repeat(" ", maxForm) + body(good)[10:], Malformed},
		"short nonce": {body(form{Step: stepReveal, Nonce: []byte{1}}), Malformed},
		"commitment":  {body(form{Step: stepCommit, Commitment: []byte{1}}), Malformed},
		"session":     {body(form{Step: stepWait, Session: strings.Repeat("x", 65)}), Malformed},
		"gone":        {body(form{Step: stepWait, Session: "x"}), Expired},
	} {
		recorder := newRecorder()
		r.pairing.ServeHTTP(recorder, newRequest("POST", PairPath, bad.body))
		var got reply
		if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Code != bad.code || recorder.Code == http.StatusOK {
			t.Errorf("%s: %d %+v", name, recorder.Code, got)
		}
	}
	recorder := newRecorder()
	r.pairing.ServeHTTP(recorder, newRequest("GET", PairPath, ""))
	if recorder.Code != http.StatusMethodNotAllowed {
		t.Fatal(recorder.Code)
	}
}

// A stranger who sends his form a byte a minute does not keep the connection.
func TestSlowSenderIsCutOff(t *testing.T) {
	r := newRoom(t, Timing{Read: 50 * time.Millisecond})
	sent, send := io.Pipe()
	defer send.Close()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: r.authority.Pin().TLS()}}
	defer client.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+r.address+PairPath, sent)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			t.Fatal("still listening after 20 s")
		}
		return // cut off before the answer was read
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Fatal(response.Status)
	}
}

func TestPaceOfStrangers(t *testing.T) {
	r := newRoom(t, Timing{})
	post := func(address string) int {
		recorder := newRecorder()
		request := newRequest("POST", PairPath, "{}")
		request.RemoteAddr = address
		r.pairing.ServeHTTP(recorder, request)
		return recorder.Code
	}
	for range addressBurst {
		if code := post("10.0.0.1:5"); code != http.StatusBadRequest {
			t.Fatal(code)
		}
	}
	if code := post("10.0.0.1:6"); code != http.StatusTooManyRequests {
		t.Fatalf("the %dth at once: %d", addressBurst+1, code)
	}
	if code := post("10.0.0.2:5"); code != http.StatusBadRequest {
		t.Fatalf("another address: %d", code)
	}
	r.clock.pass(2 * time.Second)
	if code := post("10.0.0.1:7"); code != http.StatusBadRequest {
		t.Fatalf("after 2 s: %d", code)
	}
	a := r.application(t, "Máy số 1")
	for range addressBurst {
		post("127.0.0.1:9")
	}
	_, err := Pair(t.Context(), a, r.invitation(t, "delegate", 1, false))
	wantCode(t, err, Rate)
}

func TestPaceOfAllTogether(t *testing.T) {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	l := newLimiter()
	allowed := 0
	for i := range 5 * maxAddresses {
		if l.allow(string(rune('a'+i)), now) {
			allowed++
		}
	}
	if allowed != totalBurst {
		t.Fatalf("%d at once from everywhere", allowed)
	}
	if len(l.address) > maxAddresses {
		t.Fatalf("%d addresses remembered", len(l.address))
	}
	if !l.allow("new", now.Add(time.Minute)) { // the old ones are forgotten by then
		t.Fatal("no new address a minute later")
	}
}

func FuzzDecodeForm(f *testing.F) {
	f.Add([]byte(`{"v":1,"step":"token","token":"AAECAwQFBgcICQoLDA0ODw","request":"AAAA","mode":"desk","name":"Máy"}`))
	f.Add([]byte(`{"v":1,"step":"commit","commitment":"AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8="}`))
	f.Add([]byte(`{"v":1,"step":"wait","session":"x"}`))
	f.Add([]byte(`{"v":1,"step":"reveal","session":"x","nonce":"AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8="}`))
	authority, err := newAuthority()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		read, err := decodeForm(bytes.NewReader(body))
		if err != nil && CodeOf(err) == "" {
			t.Fatalf("error without a code: %v", err)
		}
		if err == nil {
			written, err := json.Marshal(read)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := decodeForm(bytes.NewReader(written)); err != nil {
				t.Fatalf("%s is not read again: %v", written, err)
			}
		}
		// Whatever a stranger sends, nobody gets in and nothing is left behind but a commitment.
		r := &room{proposed: make(chan Applicant, 1), withdrawn: make(chan Applicant, 1), devices: map[string]Grant{}}
		r.tokens = NewTokens(nil, nil, time.Now)
		p := NewPairing(authority, r, Timing{Poll: time.Millisecond}, time.Now)
		defer p.Close()
		recorder := newRecorder()
		p.ServeHTTP(recorder, newRequest("POST", PairPath, string(body)))
		if recorder.Code == http.StatusOK && (err != nil || read.Step != stepCommit) {
			t.Fatalf("%q was answered %s", body, recorder.Body)
		}
		if recorder.Code >= 500 || len(r.devices)+len(r.proposed) > 0 {
			t.Fatalf("%q: %d, %d devices, %d proposed", body, recorder.Code, len(r.devices), len(r.proposed))
		}
	})
}

func FuzzDecodeReply(f *testing.F) {
	f.Add([]byte(`{"state":"approved","mode":"desk","certificate":"AAAA"}`))
	f.Add([]byte(`{"code":"pair.used"}`))
	f.Add([]byte(`{"code":"<b>","session":"x","nonce":"AAAA"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		read, err := decodeReply(raw)
		if err != nil && !codeForm.MatchString(CodeOf(err)) {
			t.Fatalf("a code nobody can look up: %v", err)
		}
		if err == nil && read.Code != "" {
			t.Fatalf("a refusal was taken for an answer: %+v", read)
		}
	})
}
