package trust

import (
	"context"
	"net/http"
)

// PairPath is the only path of the device port that answers without a certificate.
const PairPath = "/pair"

type deviceKey struct{}

// DeviceOf returns the id of the device whose request Gate let in, empty outside of one.
func DeviceOf(ctx context.Context) string {
	device, _ := ctx.Value(deviceKey{}).(string)
	return device
}

// Gate is the device port's front: POST /pair goes to pair, everything else needs the
// certificate of a device that is not revoked and goes to inside, where DeviceOf tells the
// device. revoked is asked on every request, from the request's goroutine. A refusal is a JSON
// object with its code.
func Gate(pair, inside http.Handler, revoked func(device string) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == PairPath {
			pair.ServeHTTP(w, r)
			return
		}
		if r.TLS == nil {
			answer(w, http.StatusUnauthorized, reply{Code: Anonymous})
			return
		}
		device, err := PeerDevice(*r.TLS)
		if err != nil {
			answer(w, http.StatusUnauthorized, reply{Code: CodeOf(err)})
			return
		}
		if revoked(device) {
			answer(w, http.StatusForbidden, reply{Code: Revoked})
			return
		}
		inside.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), deviceKey{}, device)))
	})
}
