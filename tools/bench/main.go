// Command bench measures the product between real processes, on the disk file system of the folder it
// is given, and prints one line a figure: "figure NAME VALUE UNIT", with the spread behind it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/pages"
)

// measure is one family of figures; its name is the beginning of theirs.
type measure struct {
	name string
	run  func(ctx context.Context, b *bench) error
}

var measures = []measure{
	{"size", sizes},
	{"disk.fsync", diskSync},
	{"start.server_ready", serverReady},
	{"vote.ack_p99_100", voteAck},
	{"standby.ack_p99_100", standbyAck},
	{"page.first", pageFirst},
	{"start.delegate_ready", delegateReady},
	{"mem.delegate", delegateMemory},
	{"sync.revision", revisionCost},
	{"sync.fan", fanOut},
	{"sync.cold_roster", coldRoster},
	{"sync.ballots", ballots},
	{"sync.reconnect", reconnect},
	{"sync.rows10k", tenThousandRows},
	{"sync.blob_100mb_x8", blobToEight},
	{"sync.find", finding},
	{"sync.page1_of_100mb_at_20mbit", pageOfWhatIsComing},
	{"search.20k_pages", searching},
	{"doc", documents},
	{"bundle", bundles},
	{"doc.paint", pageToScreen},
	{"ink.point_to_screen", pointToScreen},
	{"ink.to_other_tablet", inkToOther},
	{"ink.live_point_to_other", inkLive},
	{"ink.page_1500_strokes_open", openInkedPage},
}

// parts are what this program plays as a child of itself: it follows orders on its standard input.
var parts = map[string]func(context.Context, io.Reader, io.Writer) error{playersArgument: bePlayers, tabletArgument: beTablet}

// bench is where measures find the programs and put their data.
type bench struct {
	programs string // folder of congso and congso-server
	work     string // folder on a disk, empty at first
	data     string // folder of real papers; may be absent
}

func (b *bench) program(name string) string { return filepath.Join(b.programs, name) }

func main() {
	pages.BecomeWorker(os.Args, nil)
	if len(os.Args) == 2 {
		if part := parts[os.Args[1]]; part != nil {
			if err := part(context.Background(), os.Stdin, os.Stdout); err != nil {
				fmt.Fprintln(os.Stderr, os.Args[1]+":", err)
				os.Exit(1)
			}
			return
		}
	}
	only := flag.String("only", "", "run the figures whose names begin so")
	programs := flag.String("programs", "build", "`folder` of the built programs")
	data := flag.String("papers", filepath.Join("..", "shared", "data", "documents"), "`folder` of real papers")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *only, *programs, *data); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, programs, data string) error {
	programs, err := filepath.Abs(programs)
	if err != nil {
		return err
	}
	failed, begun := 0, 0
	for _, m := range measures {
		if !strings.HasPrefix(m.name, only) && !strings.HasPrefix(only, m.name) {
			continue
		}
		begun++
		work, err := os.MkdirTemp(programs, "bench-*") // beside the programs: a disk, not a memory file system
		if err != nil {
			return err
		}
		err = m.run(ctx, &bench{programs: programs, work: work, data: data})
		if removed := os.RemoveAll(work); err == nil {
			err = removed
		}
		if err != nil {
			failed++
			fmt.Fprintf(os.Stderr, "bench: %s: %v\n", m.name, err)
		}
	}
	if begun == 0 {
		return fmt.Errorf("no figure's name begins with %q", only)
	}
	if failed > 0 {
		return fmt.Errorf("%d measures failed", failed)
	}
	return nil
}

// figure prints the median of values and their spread.
func figure(name, unit string, values []float64) {
	slices.Sort(values)
	middle := values[len(values)/2]
	fmt.Printf("figure %s %.4g %s\n", name, middle, unit)
	fmt.Printf("  of %d: least %.4g, most %.4g\n", len(values), values[0], values[len(values)-1])
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// quantile is of sorted values.
func quantile(sorted []float64, share float64) float64 {
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}
