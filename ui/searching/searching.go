// Package searching is the screen that finds words in agendas and papers (tìm kiếm), and the band that
// leads through the places found in an open paper.
package searching
