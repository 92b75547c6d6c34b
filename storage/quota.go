package storage

import "os"

// Quota says how much of a disk papers may take.
type Quota struct {
	Most      int64   // bytes of papers; 0: no bound of their own
	Free      int64   // bytes that stay free on the disk …
	FreeShare float64 // … or this part of it, where that is less
}

// DeviceQuota is what holds on tablets.
var DeviceQuota = Quota{Most: 8 << 30, Free: 1 << 30, FreeShare: 0.1}

// excess returns how many bytes are too many. total 0: nothing is known of the disk.
func (q Quota) excess(used, free, total int64) int64 {
	var over int64
	if q.Most > 0 {
		over = used - q.Most
	}
	if total > 0 {
		over = max(over, min(q.Free, int64(q.FreeShare*float64(total)))-free)
	}
	return max(0, min(over, used))
}

// Trim removes papers, the first of oldest first, until what is here is within the quota; it returns which
// went. Only what oldest names is ever removed.
func (b *Blobs) Trim(q Quota, oldest []string) (removed []string, err error) {
	var used int64
	sizes := map[string]int64{}
	err = b.walk(func(hash, name string) error {
		if info, err := os.Stat(name); err == nil {
			used += info.Size()
			sizes[hash] += info.Size()
		}
		return nil
	})
	if err != nil {
		return nil, tell(b.folder, err)
	}
	free, total, err := diskSpace(b.folder)
	if err != nil {
		free, total = 0, 0
	}
	over := q.excess(used, free, total)
	for _, hash := range oldest {
		if over <= 0 {
			break
		}
		if sizes[hash] == 0 {
			continue
		}
		if err := b.Remove(hash); err != nil {
			return removed, err
		}
		removed = append(removed, hash)
		over -= sizes[hash]
		sizes[hash] = 0
	}
	return removed, nil
}
