package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// pkg is what "go list" tells of a package.
type pkg struct {
	ImportPath        string
	Dir               string
	GoFiles, CgoFiles []string
	Imports           []string
	ImportMap         map[string]string // an import as written, where the package's path is another
	Standard          bool
	ForTest           string // the package under test, if this is one as its tests see it
	Module            *struct {
		Main      bool
		GoVersion string
	}
	Error *struct{ Err string }

	c     string // the package with C in it that this one needs, if any
	testC string // and the one that its tests need
}

// ours tells whether a package is of the module in whose folder we are.
func (p *pkg) ours() bool { return p.Module != nil && p.Module.Main }

// list returns the packages and all that they import, each after what it imports itself. Those of the
// standard library have C on Android that Go can do without, so they do not count as needing it.
// Tests are looked at for what they need, but not returned.
func list(patterns []string) ([]*pkg, error) {
	command := exec.Command("go", append([]string{"list", "-e", "-deps", "-test",
		"-json=ImportPath,Dir,GoFiles,CgoFiles,Imports,ImportMap,Standard,ForTest,Module,Error"}, patterns...)...)
	command.Env = environment("CGO_ENABLED=1")
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start go list: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start go list: %w", err)
	}
	var packages []*pkg
	c, testC := map[string]string{}, map[string]string{}
	for lines := json.NewDecoder(output); ; {
		p := &pkg{}
		if err := lines.Decode(p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, errors.Join(fmt.Errorf("read go list: %w", err), command.Wait())
		}
		if p.Error != nil {
			return nil, errors.Join(fmt.Errorf("%s: %s", p.ImportPath, p.Error.Err), command.Wait())
		}
		if !p.Standard {
			for _, path := range p.Imports {
				if c[path] != "" {
					p.c = c[path]
				}
			}
			if len(p.CgoFiles) > 0 {
				p.c = p.ImportPath
			}
			c[p.ImportPath] = p.c
		}
		switch {
		case p.ForTest == "" && !strings.HasSuffix(p.ImportPath, ".test"):
			packages = append(packages, p)
		case p.c != "":
			testC[p.ForTest] = p.c
		}
	}
	for _, p := range packages {
		p.testC = testC[p.ImportPath]
	}
	if err := command.Wait(); err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	return packages, nil
}
