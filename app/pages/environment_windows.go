package pages

import "os"

// Environment is what a render worker is told. Windows programs do not start without the
// system's folder.
func Environment() []string { return []string{"SystemRoot=" + os.Getenv("SystemRoot")} }
