package app

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/office"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
	"congso.vn/congso/ui/clerk"
)

var _ clerk.Originals = desk{}

// turn has the room make a PDF of an office paper that it has. Errors are in the terms of the desktop.
func (d desk) turn(ctx context.Context, hash, name string, told func(state string)) (wire.Conversion, error) {
	made, err := link.Convert(ctx, d.Do, hash, told)
	switch {
	case ctx.Err() != nil:
		return made, ctx.Err()
	case errors.Is(err, link.ErrNotAllowed):
		return made, &people.Refusal{Code: "not-allowed"}
	case errors.Is(err, link.ErrConversion):
		return made, say(d.words(), err, "upload.not-turned", "name", name)
	case err != nil:
		return made, errors.Join(people.ErrOffline, err)
	case made.Code != "":
		return made, &office.Error{Code: office.Code(made.Code)}
	}
	return made, nil
}

// uploadOffice brings an office paper to the room and has it made a PDF there.
func (d desk) uploadOffice(ctx context.Context, file *os.File, hash string, size int64, progress func(clerk.UploadProgress)) (clerk.Uploaded, error) {
	words, name := d.words(), filepath.Base(file.Name())
	notTaken := func(err error) (clerk.Uploaded, error) {
		if code, ofPaper := office.CodeOf(err); ofPaper {
			err = say(words, err, "upload.fault", "name", name, "reason", words.Say("office."+string(code)))
		}
		return clerk.Uploaded{}, err
	}
	if _, err := office.Inspect(file, size); err != nil {
		return notTaken(err) // seen here it need not be sent
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return clerk.Uploaded{}, say(words, err, "upload.unreadable", "name", name)
	}
	err := d.handIn(ctx, hash, size, file, func(done int64) {
		progress(clerk.UploadProgress{Stage: clerk.UploadSending, Done: done, Total: size})
	})
	if errors.Is(err, link.ErrWrongBytes) {
		err = say(words, err, "upload.changed", "name", name)
	}
	if err != nil {
		return clerk.Uploaded{}, err
	}
	made, err := d.turn(ctx, hash, name, func(state string) {
		stage := clerk.UploadWaiting
		if state == wire.ConversionTurning {
			stage = clerk.UploadTurning
		}
		progress(clerk.UploadProgress{Stage: stage})
	})
	if err != nil {
		return notTaken(err)
	}
	return clerk.Uploaded{Blob: made.Blob, Size: made.Size, Pages: made.Pages, Original: &council.Original{File: hash, Size: size, Name: name}}, nil
}

// SaveOriginal fetches the office paper that a document was made from and puts it where its user finds it, under the
// name that it was handed in with.
func (d desk) SaveOriginal(ctx context.Context, original council.Original) (path string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/blob/"+original.File, nil)
	if err != nil {
		return "", err
	}
	response, err := d.Do(request)
	if err != nil {
		return "", errors.Join(people.ErrOffline, err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return "", &people.Refusal{Code: "not-allowed"}
	default:
		return "", fmt.Errorf("original: %s", response.Status)
	}
	file, err := freshFile(d.downloads(), original.Name)
	if err != nil {
		return "", err
	}
	hash := blake3.New()
	n, err := io.Copy(io.MultiWriter(file, hash), io.LimitReader(response.Body, original.Size+1))
	err = errors.Join(err, file.Close())
	if err == nil && (n != original.Size || hex.EncodeToString(hash.Sum(nil)) != original.File) {
		err = errors.New("original: other bytes came")
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// downloads is where people look for what they saved: their folder of downloads, or the device's own.
func (d desk) downloads() string {
	if home, err := os.UserHomeDir(); err == nil {
		for _, name := range []string{"Downloads", "Tải xuống"} {
			folder := filepath.Join(home, name)
			if info, err := os.Stat(folder); err == nil && info.IsDir() {
				return folder
			}
		}
	}
	return filepath.Join(d.Folder().Path(), "originals")
}

// freshFile makes a file of that name, or of one with a number behind it where there is one already. No name leads
// out of the folder.
func freshFile(folder, name string) (*os.File, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	name = filepath.Base(filepath.Clean("/" + strings.Map(func(letter rune) rune {
		if letter < ' ' || strings.ContainsRune(`\/:*?"<>|`, letter) {
			return '_'
		}
		return letter
	}, name)))
	end := filepath.Ext(name)
	stem := cmp.Or(strings.TrimSuffix(name, end), "_")
	for number := 1; ; number++ {
		path := filepath.Join(folder, stem+end)
		if number > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s (%d)%s", stem, number, end))
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, os.ErrExist) || number > 999 {
			return file, err
		}
	}
}
