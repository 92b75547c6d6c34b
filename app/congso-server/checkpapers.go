package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/signature"
)

// checkPapers draws every page of every PDF below a folder, and says of each what a tablet would show of it. It
// ends for any folder: a paper that hangs is given up.
func checkPapers(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) (err error) {
	limit := flags.Duration("limit", 2*time.Minute, p.words.Say("server.flag.limit"))
	trust := flags.String("trust", "", p.words.Say("server.flag.trust"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return errUsage
	}
	var store signature.Store
	if *trust != "" {
		if store, err = signature.LoadStore(os.DirFS(*trust)); err != nil {
			return err
		}
	}
	files, err := pdfsOf(flags.Arg(0))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return p.said("server.check-papers.none", "path", flags.Arg(0))
	}
	spare, err := os.MkdirTemp("", "congso-renderer-*") // for who has no folder of caches
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(spare)) }()
	desk, err := reading.Open(ctx, spare, p.logger)
	if err != nil {
		return err
	}
	defer desk.Close()
	var sound, remarked, refused int
	for _, file := range files {
		report, err := desk.Inspect(ctx, file, func(context.Context) ([]byte, error) { return os.ReadFile(file) }, *limit)
		if err != nil {
			return err
		}
		name, verdict := file, "ok"
		if relative, err := filepath.Rel(flags.Arg(0), file); err == nil && relative != "." {
			name = relative
		}
		signed, holds, err := p.signatures(file, report.Signatures, store)
		if err != nil {
			return err
		}
		var said []string
		switch {
		case report.Fault != "":
			verdict = "refused"
			refused++
			said = append(said, p.words.Say("paper.fault."+report.Fault))
		case slices.ContainsFunc(report.Remarks, func(r reading.Remark) bool { return !r.Hint }), !holds:
			verdict = "remark"
			remarked++
		default:
			sound++
		}
		for _, remark := range report.Remarks {
			said = append(said, p.remark(remark))
		}
		if !holds {
			said = append(said, p.words.Say("remark.signature-bad"))
		}
		fmt.Fprintln(p.out, strings.TrimRight(p.words.Say("server.check-papers.line",
			"verdict", p.words.Say("server.check-papers."+verdict), "ms", report.Took.Milliseconds(), "pages", report.Pages, "name", name, "said", strings.Join(said, " ")), " "))
		for _, line := range signed {
			fmt.Fprintln(p.out, line)
		}
	}
	fmt.Fprintln(p.out, p.words.Say("server.check-papers.all", "count", len(files), "ok", sound, "remarks", remarked, "refused", refused))
	return nil
}

// remark says one, with its pages if it is about some.
func (p program) remark(remark reading.Remark) string {
	key := "remark." + remark.Code
	names := strings.Join(remark.Names, ", ")
	if len(remark.Pages) == 0 {
		return p.words.Say(key, "names", names)
	}
	if remark.Fault {
		key = "paper.fault." + remark.Code
	}
	return p.words.Say("server.check-papers.pages", "pages", ranges(remark.Pages), "said", p.words.Say(key, "names", names))
}

// ranges writes numbers of pages as people count them: "1–3, 7".
func ranges(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		end := i
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		part := strconv.Itoa(numbers[i] + 1)
		if end > i {
			part += "–" + strconv.Itoa(numbers[end]+1)
		}
		parts = append(parts, part)
		i = end + 1
	}
	return strings.Join(parts, ", ")
}

// pdfsOf lists what is named a PDF at a path, in order of names.
func pdfsOf(path string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Type().IsRegular() && strings.EqualFold(filepath.Ext(name), ".pdf") {
			files = append(files, name)
		}
		return nil
	})
	return files, err
}
