//go:build !windows

package pages

// Environment is what a render worker is told: nothing.
func Environment() []string { return []string{} }
