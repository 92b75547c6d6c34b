package pages

import (
	"container/list"
	"errors"
	"fmt"
	"io"
)

// What a worker keeps of documents that it reads at offsets, and how it asks for more.
const (
	// blockBytes is the least that is asked for: most of what a page needs lies together.
	blockBytes = 64 << 10
	// keptBlocks bounds what is kept of all such documents together: 8 MB.
	keptBlocks = 128
	// maxStretch is the most that is asked for at once.
	maxStretch = 1 << 20
)

// distant is a document whose bytes stay with the parent: the worker asks for those that it comes to
// need. It is the renderer's reader; one goroutine.
type distant struct {
	number uint32
	size   int64
	at     int64
	blocks *blocks
	// need has the parent send a stretch. The bytes are good until it is called again.
	need func(number uint32, offset int64, length int) ([]byte, error)
	// failed is why a stretch did not come. Nothing is read any more then: the renderer would take a
	// page without a picture for the page.
	failed error

	next  int64 // the block behind the last that was asked for
	ahead int64 // how many blocks to ask for when the document is read from front to back
}

// Seek implements [io.Seeker].
func (d *distant) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += d.at
	case io.SeekEnd:
		offset += d.size
	}
	if offset < 0 {
		return 0, errors.New("pages: seek before the beginning")
	}
	d.at = offset
	return offset, nil
}

// Read implements [io.Reader].
func (d *distant) Read(into []byte) (int, error) {
	if d.at >= d.size {
		return 0, io.EOF
	}
	into = into[:min(int64(len(into)), d.size-d.at)]
	last := (d.at + int64(len(into)) - 1) / blockBytes
	for done := 0; done < len(into); {
		block, err := d.block(d.at/blockBytes, last)
		if err != nil {
			return done, err
		}
		n := copy(into[done:], block[d.at%blockBytes:])
		done += n
		d.at += int64(n)
	}
	return len(into), nil
}

// block gives one block. If it is not here those up to last that are missing too come with it.
func (d *distant) block(index, last int64) ([]byte, error) {
	if d.failed != nil {
		return nil, d.failed
	}
	if kept := d.blocks.get(d.number, index); kept != nil {
		return kept, nil
	}
	d.ahead = min(2*d.ahead, maxStretch/blockBytes)
	if index != d.next {
		d.ahead = 1
	}
	last = min(max(last, index+d.ahead-1), index+maxStretch/blockBytes-1, (d.size-1)/blockBytes)
	end := index + 1
	for end <= last && d.blocks.get(d.number, end) == nil {
		end++
	}
	d.next = end
	offset := index * blockBytes
	length := int(min(end*blockBytes, d.size) - offset)
	data, err := d.need(d.number, offset, length)
	if err == nil && len(data) != length {
		err = fmt.Errorf("%d bytes came, %d were asked for: %w", len(data), length, errFrame)
	}
	if err != nil {
		d.failed = err
		return nil, err
	}
	for at := index; at < end; at++ {
		d.blocks.put(d.number, at, data[:min(blockBytes, len(data))])
		data = data[min(blockBytes, len(data)):]
	}
	return d.blocks.get(d.number, index), nil
}

// blocks keeps what came; what was not used for longest makes room.
type blocks struct {
	recent *list.List // of *block, the last used one in front
	byName map[blockName]*list.Element
}

type blockName struct {
	number uint32
	index  int64
}

type block struct {
	name  blockName
	bytes []byte
}

func newBlocks() *blocks { return &blocks{recent: list.New(), byName: map[blockName]*list.Element{}} }

// get gives a block, or nil.
func (b *blocks) get(number uint32, index int64) []byte {
	element := b.byName[blockName{number, index}]
	if element == nil {
		return nil
	}
	b.recent.MoveToFront(element)
	return element.Value.(*block).bytes
}

// put keeps a copy of a block that is not kept yet. The memory of what makes room is used again: a worker
// collects no garbage while it is at work.
func (b *blocks) put(number uint32, index int64, data []byte) {
	kept := &block{}
	if b.recent.Len() >= keptBlocks {
		oldest := b.recent.Remove(b.recent.Back()).(*block)
		delete(b.byName, oldest.name)
		kept.bytes = oldest.bytes[:0]
	}
	kept.name = blockName{number, index}
	kept.bytes = append(kept.bytes, data...)
	b.byName[kept.name] = b.recent.PushFront(kept)
}

// forget drops what is kept of a document.
func (b *blocks) forget(number uint32) {
	for name, element := range b.byName {
		if name.number == number {
			b.recent.Remove(element)
			delete(b.byName, name)
		}
	}
}
