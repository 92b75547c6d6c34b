package main

import (
	"bytes"
	"encoding/binary"
)

// encodeICO packs pictures of these sizes, each at most 256, as PNG into one Windows icon.
func encodeICO(sizes ...int) ([]byte, error) {
	const headLength, entryLength = 6, 16
	var head, body bytes.Buffer
	write := func(value any) { _ = binary.Write(&head, binary.LittleEndian, value) } // to memory: never fails
	write([3]uint16{0, 1, uint16(len(sizes))})
	for _, size := range sizes {
		data, err := encodePNG(size)
		if err != nil {
			return nil, err
		}
		write([4]uint8{uint8(size), uint8(size), 0, 0}) // 256 is written as 0
		write([2]uint16{1, 32})                         // planes, bits of a pixel
		write([2]uint32{uint32(len(data)), uint32(headLength + entryLength*len(sizes) + body.Len())})
		body.Write(data)
	}
	return append(head.Bytes(), body.Bytes()...), nil
}
