package trust

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func get(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	response, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(response.StatusCode, " ", strings.TrimSpace(string(body)))
}

func TestOnlyPairingAnswersStrangers(t *testing.T) {
	r := newRoom(t, Timing{})
	stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: r.authority.Pin().TLS()}}
	defer stranger.CloseIdleConnections()
	for _, path := range []string{"/", "/pair", "/pair/", "/pair/x", "//pair", "/blob/1", "/control"} {
		want := `401 {"code":"trust.anonymous"}`
		if got := get(t, stranger, "https://"+r.address+path); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
	response, err := stranger.Post("https://"+r.address+PairPath, "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Fatalf("pairing answers %d", response.StatusCode)
	}
}

func TestRevokedDeviceIsToldSo(t *testing.T) {
	r := newRoom(t, Timing{})
	device := admit(t, r.authority)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: device.TLS()}}
	defer client.CloseIdleConnections()
	if got := get(t, client, "https://"+r.address+"/"); got != "200 "+device.Device() {
		t.Fatal(got)
	}
	r.mu.Lock()
	r.revoked[device.Device()] = true
	r.mu.Unlock()
	if got := get(t, client, "https://"+r.address+"/"); got != `403 {"code":"trust.revoked"}` {
		t.Fatal(got) // on the same connection too
	}
}

func TestGateWithoutTLS(t *testing.T) {
	recorder := newRecorder()
	Gate(http.NotFoundHandler(), http.NotFoundHandler(), nil).ServeHTTP(recorder, newRequest("GET", "/", ""))
	if recorder.Code != http.StatusUnauthorized {
		t.Fatal(recorder.Code)
	}
}

// Revocation reaches a device whichever way it was paired, on new connections too, and a new
// pairing of the same key is the registrar's to refuse.
func TestPairedDeviceIsRevoked(t *testing.T) {
	r := newRoom(t, Timing{})
	byToken, err := Pair(t.Context(), r.application(t, "Máy số 1"), r.invitation(t, "delegate", 1, false))
	if err != nil {
		t.Fatal(err)
	}
	s := begin(t, r.application(t, "Máy số 2"))
	proposed := receive(t, r.proposed)
	s.said <- nil
	if err := r.pairing.Decide(proposed.Device, proposed.Digits, true); err != nil {
		t.Fatal(err)
	}
	byDigits := receive(t, s.ended)
	if byDigits.err != nil {
		t.Fatal(byDigits.err)
	}
	ask := func(i *Identity) string {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: i.TLS()}}
		defer client.CloseIdleConnections()
		return get(t, client, "https://"+r.address+"/")
	}
	for _, revoked := range []*Identity{byToken, byDigits.identity} {
		if got := ask(revoked); got != "200 "+revoked.Device() {
			t.Fatal(got)
		}
		r.mu.Lock()
		r.revoked[revoked.Device()] = true
		r.mu.Unlock()
		if got := ask(revoked); got != `403 {"code":"trust.revoked"}` {
			t.Fatal(got)
		}
	}
	r.fail = refuse(Revoked, "stolen")
	again := r.application(t, "Máy số 1")
	again.Key = byToken.Key
	_, err = Pair(t.Context(), again, r.invitation(t, "delegate", 1, false))
	wantCode(t, err, Revoked)
}
