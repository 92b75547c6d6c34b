package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
)

// known holds the packages whose types were checked, by path.
type known map[string]*types.Package

// typeCheck checks the types of packages that come in the order of their imports, and returns what is
// wrong with ours. Of others only what they offer is looked at.
func typeCheck(packages []*pkg) (problems []error) {
	checked, files := known{"unsafe": types.Unsafe}, token.NewFileSet()
	for _, p := range packages {
		if p.ImportPath == "unsafe" {
			continue
		}
		note := func(err error) {
			if p.ours() {
				problems = append(problems, err)
			}
		}
		var parsed []*ast.File
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				note(err)
			}
			if file != nil {
				parsed = append(parsed, file)
			}
		}
		config := types.Config{
			Importer:         importsOf{p, checked},
			Sizes:            types.SizesFor("gc", "arm64"),
			FakeImportC:      true,
			IgnoreFuncBodies: !p.ours(),
			Error:            note,
		}
		if p.ours() && p.Module.GoVersion != "" {
			config.GoVersion = "go" + p.Module.GoVersion
		}
		// What is wrong was given to note already; what is right is of use to the packages above.
		checked[p.ImportPath], _ = config.Check(p.ImportPath, files, parsed, nil)
	}
	return problems
}

// importsOf finds what one package imports.
type importsOf struct {
	from *pkg
	known
}

// Import is part of types.Importer.
func (i importsOf) Import(path string) (*types.Package, error) {
	if mapped := i.from.ImportMap[path]; mapped != "" {
		path = mapped
	}
	if found := i.known[path]; found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("%s is not among what go list told", path)
}
