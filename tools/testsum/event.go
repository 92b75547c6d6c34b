package main

// Event is one line of "go test -json"; see "go doc test2json" and "go help buildjson".
type Event struct {
	Action      string
	Package     string
	Test        string
	Output      string
	Elapsed     float64
	ImportPath  string // of the build lines
	FailedBuild string // on the failure of a package whose build failed
}
