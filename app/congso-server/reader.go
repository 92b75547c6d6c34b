package main

import (
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/room"
)

// openedRoom is a room with who reads its papers.
type openedRoom struct {
	*room.Room
	reader *reading.Desk
}

// Close ends both.
func (o *openedRoom) Close() error {
	o.reader.Close()
	return o.Room.Close()
}
