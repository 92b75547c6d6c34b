package room

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"congso.vn/congso/app/people"
)

// call asks the server that runs on the folder.
func (a *Administration) call(ctx context.Context, method, path string, send, receive any) error {
	var body io.Reader
	if send != nil {
		data, err := json.Marshal(send)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, "http://"+a.door.Address+path, body)
	if err != nil {
		return err
	}
	request.Header.Set("Congso-Key", a.door.Key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("room: administration: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusConflict {
		var said refused
		if err := json.NewDecoder(response.Body).Decode(&said); err != nil {
			return fmt.Errorf("room: administration: %w", err)
		}
		return &people.Refusal{Code: said.Code}
	}
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 1000))
		return fmt.Errorf("room: administration: %s: %s", response.Status, text)
	}
	return json.NewDecoder(response.Body).Decode(receive)
}
