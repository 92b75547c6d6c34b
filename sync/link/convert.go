package link

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"congso.vn/congso/sync/wire"
)

// ErrConversion says that the room could not turn a paper for a reason that passes.
var ErrConversion = errors.New("link: the room did not turn the paper")

// Convert has the room turn an office paper that it has into a PDF. do is as in FetcherConfig; told, which may be nil,
// hears of every state. A conversion with a Code is one that the paper does not allow. When ctx ends the room gives up.
func Convert(ctx context.Context, do func(*http.Request) (*http.Response, error), hash string, told func(state string)) (wire.Conversion, error) {
	var last wire.Conversion
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "/convert/"+hash, http.NoBody)
	if err != nil {
		return last, fmt.Errorf("link: convert: %w", err)
	}
	response, err := do(request)
	if err != nil {
		return last, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return last, ErrNotAllowed
	default:
		return last, fmt.Errorf("link: convert: %s", response.Status)
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		last = wire.Conversion{}
		if err := json.Unmarshal(lines.Bytes(), &last); err != nil {
			return last, fmt.Errorf("link: convert: %w", err)
		}
		if last.State != "" && told != nil {
			told(last.State)
		}
	}
	switch {
	case ctx.Err() != nil:
		return last, ctx.Err()
	case lines.Err() != nil:
		return last, fmt.Errorf("link: convert: %w", lines.Err())
	case last.Blob == "" && last.Code == "" || last.Code == wire.ConversionUnavailable:
		return last, ErrConversion
	}
	return last, nil
}
