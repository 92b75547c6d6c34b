package link

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// BenchmarkEightDevices brings one paper of 100 MB from a room to eight devices over TLS on the loopback,
// checked and on their disks.
func BenchmarkEightDevices(b *testing.B) {
	data, _ := storagetest.Pieces(1, 100<<20)
	hash := storagetest.HashOf(data)
	r := newRoom(b, data)
	server := httptest.NewTLSServer(r.handler())
	b.Cleanup(server.Close)
	served := server.URL
	if _, err := r.Blobs.Manifest(b.Context(), hash); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(8 * int64(len(data)))
	for b.Loop() {
		var devices sync.WaitGroup
		for range 8 {
			shelf, err := storage.OpenBlobs(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			here := make(chan struct{})
			once := sync.OnceFunc(func() { close(here) })
			client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, MaxIdleConnsPerHost: 2, WriteBufferSize: 4 << 10, ReadBufferSize: 4 << 10}}
			f := NewFetcher(FetcherConfig{
				Shelf: shelf, Pieces: assembler{shelf}, Wrong: storage.ErrWrongHash, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
				Do: func(request *http.Request) (*http.Response, error) {
					request.URL.Scheme, request.URL.Host = "https", strings.TrimPrefix(served, "https://")
					return client.Do(request)
				},
				Changed: func() {
					if shelf.Has(hash) {
						once()
					}
				},
			})
			f.Want([]string{hash})
			ctx, cancel := context.WithCancel(b.Context())
			devices.Go(func() {
				go f.Serve(ctx)
				<-here
				cancel()
				client.CloseIdleConnections()
			})
		}
		devices.Wait()
	}
}
