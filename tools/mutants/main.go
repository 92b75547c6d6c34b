// Command mutants breaks the program on purpose, once for each patch, and holds that a test notices.
//
//	mutants                     every patch of testdata/mutants
//	mutants -only blob          those whose names begin so
//
// A patch says in its first lines, which begin with "#", what promise it breaks, and which tests must go
// red: "# Test: ./sync/hub TestWorld TestOther". The tree is copied to a folder of its own; there each
// patch is applied, its tests are run, and it is taken back. The exit code is 1 when a test is red
// without any patch, when a patch does not apply or does not compile, or when one survives.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	folder := flag.String("patches", filepath.Join("testdata", "mutants"), "where the patches are")
	only := flag.String("only", "", "run the patches whose names begin so")
	program := flag.String("go", filepath.Join("tools", "go"), "how go is called")
	each := flag.Duration("each", 4*time.Minute, "how long the tests of one patch may take")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	survived, err := run(ctx, *folder, *only, *program, *each)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	if survived > 0 {
		fmt.Fprintf(os.Stderr, "%d mutants are not killed\n", survived)
		os.Exit(1)
	}
}

// run goes through all patches and returns how many are not killed.
func run(ctx context.Context, folder, only, program string, each time.Duration) (int, error) {
	mutants, err := readAll(folder, only)
	if err != nil {
		return 0, err
	}
	if len(mutants) == 0 {
		return 0, fmt.Errorf("no patch in %s begins with %q", folder, only)
	}
	tree, err := os.MkdirTemp("", "congso-mutants-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(tree)
	if err := copyTree(ctx, ".", tree); err != nil {
		return 0, err
	}
	if program, err = command(program); err != nil {
		return 0, err
	}
	bed := bed{tree: tree, program: program, each: each, sound: map[string]verdict{}}
	alive := 0
	for i := range mutants {
		began := time.Now()
		mutants[i].verdict = bed.judge(ctx, mutants[i])
		mutants[i].took = time.Since(began)
		if mutants[i].verdict.word != killed {
			alive++
			fmt.Printf("%s: %s\n%s\n", mutants[i].name, mutants[i].verdict.word, mutants[i].verdict.output)
		}
		if err := ctx.Err(); err != nil {
			return alive, err
		}
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "mutant\tbreaks\ttest\tverdict\tseconds")
	for _, m := range mutants {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.1f\n", m.name, m.promise, m.target(), m.verdict.word, m.took.Seconds())
	}
	return alive, table.Flush()
}

// command makes a path that is not looked up absolute, as it is called from another folder.
func command(program string) (string, error) {
	if !strings.ContainsRune(program, filepath.Separator) {
		return program, nil
	}
	return filepath.Abs(program)
}
