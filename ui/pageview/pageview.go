// Package pageview shows pages of papers: the column they stand in, their pictures and how these are
// asked for, the marks, the ink and the signs that lie over them. Who shows pages, in the reader, in a
// search or side by side, builds on it.
package pageview
