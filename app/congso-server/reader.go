package main

import (
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/room"
)

// openedRoom is a room with who reads its papers, and who draws their pages.
type openedRoom struct {
	*room.Room
	reader *reading.Desk
	drawer *pages.Service
}

// pageWorkers is how many pages are drawn at once for devices that draw none: a slow one holds up no other.
const pageWorkers = 2

// Close ends all.
func (o *openedRoom) Close() error {
	o.reader.Close()
	o.drawer.Close()
	return o.Room.Close()
}
