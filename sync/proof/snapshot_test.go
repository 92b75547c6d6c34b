package proof

import (
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// file is a snapshot as it lies on the server.
type file struct {
	announced wire.Snapshot
	data      []byte
	facts     []change.Change // what is read from data
}

// snapshot has the facts of an audience ready as a file; one that was made a while ago will do where it
// leads on from after.
func (s *server) snapshot(audience change.Audience, after uint64) (wire.Snapshot, bool) {
	if s.w.rng.IntN(20) == 0 && !s.w.calm {
		return wire.Snapshot{Audience: audience}, false // the disk took no file
	}
	end := s.disk.ends[audience]
	if made, there := s.files[s.latest[audience]]; there && made.announced.To.Place > after && made.announced.To.Place+s.w.size.far > end.Place {
		return made.announced, true
	}
	last := map[string]change.Change{}
	for _, at := range s.disk.places[audience] {
		c := s.disk.entries[at].Change
		name := c.Kind + " " + c.Key
		if delete(last, name); !c.TakenBack() {
			last[name] = c
		}
	}
	facts := make([]change.Change, 0, len(last))
	for _, c := range last {
		facts = append(facts, c)
	}
	slices.SortFunc(facts, func(a, b change.Change) int { return int(int64(a.Seq) - int64(b.Seq)) })
	data, blob, err := wire.EncodeSnapshot(audience, end, facts)
	if err != nil {
		s.w.fail("snapshot: %v", err)
	}
	announced := wire.Snapshot{Audience: audience, To: end, Blob: blob, Size: int64(len(data))}
	read, err := wire.DecodeSnapshot(data, announced)
	if err != nil || len(read) != len(facts) {
		s.w.fail("snapshot of %s at %d: %v", audience, end.Place, err)
	}
	s.files[blob], s.latest[audience] = file{announced, data, read}, blob
	return announced, true
}

// fetch brings the file of a snapshot over a connection of its own. It is given to whoever may see the
// audience at that moment, and may be spoilt on the way.
func (d *tablet) fetch(out link.FetchSnapshot) {
	w, life, over, s := d.w, d.life, d.line, d.serving()
	w.after(2*d.weather.trip(w)+time.Duration(w.rng.IntN(50))*time.Millisecond, func() {
		if d.life != life || d.line != over {
			return
		}
		snapped := link.Snapped{Snapshot: out.Snapshot}
		made, there := s.files[out.Snapshot.Blob]
		if there && s.up && slices.Contains(s.bench.Grant(d.id).Audiences, made.announced.Audience) {
			if w.rng.IntN(10) == 0 && !w.calm {
				w.count("snapshot spoilt on the way")
				spoilt := slices.Clone(made.data)
				spoilt[w.rng.IntN(len(spoilt))] ^= 1 << w.rng.IntN(8)
				if _, err := wire.DecodeSnapshot(spoilt, out.Snapshot); err == nil {
					w.fail("%s reads a spoilt snapshot of %s", d.id, out.Snapshot.Audience)
				}
			} else {
				w.count("snapshot taken")
				snapped.Facts, snapped.OK = made.facts, true
			}
		}
		d.step(snapped)
	})
}
