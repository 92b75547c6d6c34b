// Package reader is the viewer of papers (xem tài liệu) on a delegate's tablet: ways of looking, small
// pages, outline and bookmarks, finding in a paper, large letters, reading aloud, choosing words,
// signatures and the places where a person was reading.
package reader
