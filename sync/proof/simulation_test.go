package proof

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"congso.vn/congso/sync/hub"
)

// hour simulates tablets in session for an hour, with everything that can go wrong.
func hour(t testing.TB, seed uint64, persons int) *world {
	w := newWorld(t, seed, size{persons: persons, spare: persons / 25, polls: 12, papers: 40, far: hub.Batch, pollEvery: 4 * time.Minute, pollOpen: time.Minute})
	w.clerk()
	w.live()
	w.storm(1)
	w.after(27*time.Minute, w.keepBackup)
	w.after(31*time.Minute, w.restore)
	w.run(noon.Add(59 * time.Minute))
	w.calmDown(2 * time.Minute)
	w.settled()
	return w
}

// TestHour: 500 tablets, one hour, every fault of the table. No ballot with a receipt is lost, none is
// counted twice or after the close, every device ends with what it may see and nothing else. Under the
// race detector the room is a small one.
func TestHour(t *testing.T) {
	persons := 480
	if raced || testing.Short() {
		persons = 20
	}
	began := time.Now()
	w := hour(t, 1, persons)
	if len(w.devices) > 500 {
		t.Logf("figure sync.sim_500_1h %.2f s", time.Since(began).Seconds())
	}
	t.Log(w.story())
	happened(t, w.counts)
}

// small simulates a small room in rough weather.
func small(t testing.TB, seed uint64) *world {
	rng := rand.New(rand.NewPCG(seed, 2))
	w := newWorld(t, seed, size{persons: 3 + rng.IntN(20), spare: rng.IntN(3), polls: 8, papers: 6, far: uint64(5 + rng.IntN(60)), pollEvery: 40 * time.Second, pollOpen: 25 * time.Second})
	w.clerk()
	w.live()
	w.storm(2 + 6*rng.Float64())
	if rng.IntN(2) == 0 {
		w.after(time.Duration(1+rng.IntN(4))*time.Minute, func() {
			w.keepBackup()
			w.after(time.Duration(rng.IntN(120))*time.Second, w.restore)
		})
	}
	w.run(noon.Add(10 * time.Minute))
	w.calmDown(2 * time.Minute)
	w.settled()
	return w
}

// TestSeeds holds seeds that are always run, and random ones for CONGSO_SIM_SECONDS in all. A seed that
// failed is run again alone by CONGSO_SIM_SEED.
func TestSeeds(t *testing.T) {
	if said := os.Getenv("CONGSO_SIM_SEED"); said != "" {
		seed, err := strconv.ParseUint(said, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(small(t, seed).story())
		return
	}
	seconds := 12.0
	if said, err := strconv.ParseFloat(os.Getenv("CONGSO_SIM_SECONDS"), 64); err == nil {
		seconds = said
	}
	until := time.Now().Add(time.Duration(seconds * float64(time.Second)))
	total, runs := map[string]int{}, 0
	one := func(seed uint64) {
		for what, times := range small(t, seed).counts {
			total[what] += times
		}
		runs++
	}
	for seed := range uint64(6) {
		one(seed)
	}
	seed := rand.Uint64()
	t.Logf("random seeds from %d on", seed)
	for ; time.Now().Before(until); seed++ {
		one(seed)
	}
	t.Logf("%d seeds: %v", runs, total)
	happened(t, total)
}

// happened makes sure that the faults which are survived did happen.
func happened(t *testing.T, counts map[string]int) {
	t.Helper()
	for _, what := range []string{
		"ballots with a receipt", "server lost its power", "device lost its power", "line cut", "half-open line", "bad network", "device's disk full", "server's disk full",
		"reader stalled", "snapshot taken", "backup restored", "device revoked", "dial that only the server knows of",
	} {
		if counts[what] == 0 {
			t.Errorf("never happened: %s", what)
		}
	}
}
