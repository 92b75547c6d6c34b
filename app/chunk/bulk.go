package chunk

// bulk returns the size of the first piece of large data, by content (FastCDC: a rolling sum over the
// last 64 bytes; cuts are rarer before the normal size than after it, which keeps sizes together).
func bulk(data []byte) int {
	if len(data) <= bulkLeast {
		return len(data)
	}
	const (
		rare  = (1<<16 - 1) << 48 // 14 bits would make pieces of the normal size
		often = (1<<12 - 1) << 52
	)
	sum := uint64(0)
	normal := min(len(data), bulkNormal)
	for i, b := range data[bulkLeast:normal] {
		if sum = sum<<1 + gear[b]; sum&rare == 0 {
			return bulkLeast + i + 1
		}
	}
	for i, b := range data[normal:] {
		if sum = sum<<1 + gear[b]; sum&often == 0 {
			return normal + i + 1
		}
	}
	return len(data)
}

// gear gives every byte a number without likeness to those of others. They are derived, not drawn:
// splitmix64 from the words "Công Sở".
var gear = func() (table [256]uint64) {
	state := uint64(0)
	for _, b := range []byte("Công Sở") {
		state = state*257 + uint64(b)
	}
	for i := range table {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		table[i] = z ^ z>>31
	}
	return table
}()
