// Package writing is the pen (bút) on the open paper: tools, strokes, erasing and choosing, notes and
// stamps, whom they are shown to, and how they are saved.
package writing
