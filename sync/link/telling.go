package link

import "time"

// How often a running transfer is told of, and after what silence it counts as waiting.
const (
	tellEvery    = 200 * time.Millisecond
	waitingAfter = 2 * time.Second
)

// telling says how a transfer goes on.
type telling struct {
	fetcher *Fetcher
	hash    string
	silence *time.Timer
	last    time.Time
}

// tells begins to tell of a transfer; the caller ends it.
func (f *Fetcher) tells(hash string) *telling {
	t := &telling{fetcher: f, hash: hash}
	t.silence = time.AfterFunc(waitingAfter, func() {
		f.mu.Lock()
		running := f.running == hash
		if running {
			state := f.states[hash]
			state.Waiting, state.Err = true, nil
			f.states[hash] = state
		}
		f.mu.Unlock()
		if running {
			f.config.Changed()
		}
	})
	return t
}

// here says how many bytes are here now.
func (t *telling) here(received int64) {
	f := t.fetcher
	t.silence.Reset(waitingAfter)
	f.mu.Lock()
	state := f.states[t.hash]
	tell := state.Waiting
	state.Received, state.Err, state.Waiting = received, nil, false
	f.states[t.hash] = state
	now := f.config.Now()
	tell = tell || now.Sub(t.last) >= tellEvery
	f.mu.Unlock()
	if tell {
		t.last = now
		f.config.Changed()
	}
}

// refused says that a piece came that was not what its hash says.
func (t *telling) refused() {
	f := t.fetcher
	f.mu.Lock()
	state := f.states[t.hash]
	state.Refused++
	f.states[t.hash] = state
	f.mu.Unlock()
}

func (t *telling) end() { t.silence.Stop() }
