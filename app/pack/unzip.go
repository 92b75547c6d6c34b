package pack

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"strconv"
)

// unpacking reads one file of a zip and measures what goes in and what comes out. archive/zip
// would believe the packed size that the directory tells; a bomb tells what it likes.
type unpacking struct {
	packed counted
	plain  io.Reader
	file   *zip.File
	limits Limits
	size   int64
	sum    hash.Hash32
}

// counted is a reader that counts.
type counted struct {
	io.Reader
	count int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.count += int64(n)
	return n, err
}

func unzip(file *zip.File, limits Limits) (io.ReadCloser, error) {
	if file.UncompressedSize64 > uint64(limits.File) {
		return nil, troubled(FileTooLarge, nil, "limit", inMebibytes(limits.File))
	}
	raw, err := file.OpenRaw()
	if err != nil {
		return nil, troubled(ZipDamaged, err)
	}
	u := &unpacking{packed: counted{Reader: raw}, file: file, limits: limits, sum: crc32.NewIEEE()}
	switch file.Method {
	case zip.Store:
		u.plain = &u.packed
	case zip.Deflate:
		u.plain = flate.NewReader(&u.packed)
	default:
		return nil, troubled(ZipMethod, nil, "method", strconv.Itoa(int(file.Method)))
	}
	return u, nil
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.plain.Read(p)
	u.size += int64(n)
	u.sum.Write(p[:n]) // a hash takes everything
	switch {
	case u.size > u.limits.File:
		return 0, troubled(FileTooLarge, nil, "limit", inMebibytes(u.limits.File))
	case u.size > ratioMatters && u.size > u.packed.count*u.limits.Ratio:
		return 0, troubled(ZipBomb, nil, "limit", strconv.FormatInt(u.limits.Ratio, 10))
	case uint64(u.size) > u.file.UncompressedSize64,
		errors.Is(err, io.EOF) && (uint64(u.size) != u.file.UncompressedSize64 || u.sum.Sum32() != u.file.CRC32):
		return 0, troubled(ZipDamaged, zip.ErrChecksum)
	case err != nil && !errors.Is(err, io.EOF):
		return 0, troubled(ZipDamaged, err)
	}
	return n, err
}

func (u *unpacking) Close() error { return nil }
