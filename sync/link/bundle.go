package link

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Urgency says who waits for a part of a paper's bundle; higher ones come first.
type Urgency int

// Nobody waits, somebody will soon, somebody looks at an empty place now.
const (
	Whenever Urgency = iota
	Soon
	Now
)

// soonHeader marks a request for what somebody will look at next.
const soonHeader = "Congso-Soon"

// ErrBusy says that the room does as much for this device as it does at once.
var ErrBusy = errors.New("link: the room is busy with this device")

// BundleFault is why the room cannot make a part of a bundle: a code of app/pages.
type BundleFault struct{ Code string }

// Error is for logs.
func (f *BundleFault) Error() string { return "link: bundle: " + f.Code }

// mostCode bounds the answer that says why there is no part.
const mostCode = 4096

// Bundle fetches a part of a paper's page bundle, of at most so many bytes, by the name that app/bundle gives it. do is
// as in FetcherConfig. ErrWithheld where the room has no such paper for this device; ErrBusy where it is to be asked again
// in a moment; *BundleFault where the paper does not allow it.
func Bundle(ctx context.Context, do func(*http.Request) (*http.Response, error), paper, name string, urgency Urgency, most int64) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/bundle/"+paper+"/"+name, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("link: bundle: %w", err)
	}
	switch urgency {
	case Now:
		request.Header.Set(urgentHeader, "1")
	case Soon:
		request.Header.Set(soonHeader, "1")
	}
	response, err := do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return nil, ErrWithheld
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return nil, ErrBusy
	case http.StatusUnprocessableEntity:
		fault := &BundleFault{}
		if err := json.NewDecoder(io.LimitReader(response.Body, mostCode)).Decode(fault); err != nil || fault.Code == "" {
			return nil, fmt.Errorf("link: bundle: a refusal without a reason: %w", errors.Join(err, errors.ErrUnsupported))
		}
		return nil, fault
	default:
		return nil, fmt.Errorf("link: bundle: %s", response.Status)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, most+1))
	if err != nil {
		return nil, fmt.Errorf("link: bundle: %w", err)
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("link: bundle: more than %d bytes", most)
	}
	return data, nil
}
