package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/print"
)

// headWithin is how long a sheet waits for the room to say where its log stands.
const headWithin = 10 * time.Second

// Cards prints cards that were issued just now.
func (d desk) Cards(issued []people.Card) (string, error) {
	session := d.Seat().Session()
	persons := map[string]people.Person{}
	for _, person := range d.Seat().Persons() {
		persons[person.ID] = person
	}
	sheet := print.Cards{Office: session.Session.Office, Session: session.Session.Title}
	for _, card := range issued {
		person := persons[card.Person]
		made := print.Card{Name: person.Name, Position: person.Position, Group: person.Group, Secret: card.Card, Code: card.Code, Recovery: card.Sheet}
		if deputy, ok := session.Deputies[card.Person]; ok {
			made.Name, made.Position, made.Group, made.Seat = deputy.Name, deputy.Position, deputy.Group, deputy.Seat
		}
		sheet.Cards = append(sheet.Cards, made)
	}
	return d.print("sheet.cards", func(press print.Press, w io.Writer) error { return press.Cards(w, sheet) })
}

// Result prints the result of a poll.
func (d desk) Result(poll string) (string, error) {
	session := d.Seat().Session()
	log, err := d.head(session)
	if err != nil {
		return "", err
	}
	result, err := print.ResultOf(session, d.Seat().Rules(), poll, log)
	if err != nil {
		return "", d.refused(err)
	}
	return d.print("sheet.result", func(press print.Press, w io.Writer) error { return press.Result(w, result) })
}

// Attendance prints the roll.
func (d desk) Attendance() (string, error) {
	session := d.Seat().Session()
	log, err := d.head(session)
	if err != nil {
		return "", err
	}
	attendance := print.AttendanceOf(session, d.Seat().Rules(), log)
	return d.print("sheet.attendance", func(press print.Press, w io.Writer) error { return press.Attendance(w, attendance) })
}

// head asks the room where the session's log stands, which every sheet says.
func (d desk) head(session *council.State) (print.Log, error) {
	ctx, cancel := context.WithTimeout(context.Background(), headWithin)
	defer cancel()
	stream := people.CouncilStream(session.ID)
	said, err := d.Seat().Ask(ctx, people.HeadKind, people.Heading{Stream: stream})
	if errors.Is(err, people.ErrOffline) {
		return print.Log{}, say(d.words(), err, "sheet.offline")
	}
	if err != nil {
		return print.Log{}, err
	}
	var head change.Head
	if err := json.Unmarshal(said, &head); err != nil {
		return print.Log{}, err
	}
	return print.Log{Stream: stream, Head: head}, nil
}

// print writes a sheet among the device's own files, where only its user can read it.
func (d desk) print(name string, draw func(print.Press, io.Writer) error) (string, error) {
	words := d.words()
	folder := filepath.Join(d.Folder().Path(), "sheets")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	now := d.Seat().Now().Local()
	path := filepath.Join(folder, words.Say(name)+" "+now.Format("2006-01-02 15.04.05")+".pdf")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", err
	}
	err = draw(print.Press{Words: words, At: now}, file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return "", errors.Join(d.refused(err), os.Remove(path))
	}
	return path, nil
}

// refused gives a refusal of the press its sentence.
func (d desk) refused(err error) error {
	if refusal, ok := errors.AsType[print.Refusal](err); ok {
		return say(d.words(), err, "print.refused."+string(refusal.Code))
	}
	return err
}

// Open shows a file with the system's own program.
func (d desk) Open(path string) error {
	if err := openWithSystem(path); err != nil {
		return say(d.words(), err, "sheet.no-viewer", "path", path)
	}
	return nil
}
