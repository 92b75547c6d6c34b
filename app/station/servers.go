package station

import (
	"context"
	"slices"
	"time"

	"congso.vn/congso/sync/beacon"
)

// look has the finder look where the room answered before, and where another server may one day.
func (s *Station) look(last []string) {
	s.mu.Lock()
	servers := s.servers
	s.mu.Unlock()
	s.finder.Set(beacon.Last, beacon.FromLast(append(slices.Clone(last), servers...)...)...)
}

// also remembers where another server may speak for the room one day.
func (s *Station) also(servers []string) {
	s.mu.Lock()
	same := slices.Equal(s.servers, servers)
	s.servers = servers
	s.mu.Unlock()
	if same {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	last, err := get[[]string](ctx, s.folder, keyAddresses)
	if err == nil {
		err = s.folder.put(ctx, keyServers, servers)
	}
	if err != nil {
		s.logger.Warn("Addresses of another server not kept", "error", err)
		return
	}
	s.look(last)
}

// avoid has the room looked for elsewhere first: the server that answered last is silent.
func (s *Station) avoid() {
	s.mu.Lock()
	address := s.address
	s.mu.Unlock()
	if address != "" {
		s.finder.Avoid(address)
	}
}
