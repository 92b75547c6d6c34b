package calendar

import (
	"errors"
	"reflect"
	"testing"
)

func invited() Entry {
	entry := meeting("a@office", "2026-12-08 08:00", "2026-12-08 11:00")
	entry.Sequence = 2
	entry.Organizer = Party{Person: "clerk", Name: "Văn phòng HĐND", Email: "vp@truongvinh.example"}
	entry.Attendees = []Attendee{
		{Party: Party{Person: "an", Name: "Nguyễn Văn An", Email: "an@truongvinh.example"}, Duty: Chair},
		{Party: Party{Person: "binh", Name: `Lê "Tư" Bình; Đỗ, X: Y`}, Duty: Required},
	}
	return entry
}

func answer(person string, reply Reply) Answer {
	return Answer{UID: "a@office", From: Party{Person: person}, Reply: reply, Sequence: 2, At: at("2026-12-02 08:00")}
}

func TestAnswers(t *testing.T) {
	first := invited()
	declined := answer("an", Declined)
	declined.Reason = "Đi công tác"
	byMail := answer("", Accepted)
	byMail.From.Email = " AN@truongvinh.example"
	for _, row := range []struct {
		answer Answer
		want   Reply
	}{{answer("an", Accepted), Accepted}, {answer("an", Unsure), Unsure}, {declined, Declined}, {byMail, Accepted}} {
		after, err := first.Take(row.answer)
		if err != nil || after.Attendees[0].Reply != row.want || after.Attendees[0].RepliedAt != row.answer.At || after.Attendees[0].Reason != row.answer.Reason {
			t.Errorf("%+v: %v, %+v", row.answer, err, after.Attendees)
		}
		if !reflect.DeepEqual(first, invited()) {
			t.Fatal("the entry that was given was written to")
		}
	}
	cancelled, _ := first.Cancel(1)
	later, _ := first.Take(Answer{UID: "a@office", From: Party{Person: "an"}, Reply: Accepted, Sequence: 2, At: at("2026-12-03 08:00")})
	stale := answer("an", Accepted)
	stale.Sequence = 1
	elsewhere := answer("an", Accepted)
	elsewhere.UID = "b@office"
	for _, row := range []struct {
		entry  Entry
		answer Answer
		code   string
	}{
		{cancelled, answer("an", Accepted), IsCancelled}, {first, answer("chi", Accepted), NotInvited}, {first, elsewhere, NotInvited}, {first, stale, Stale},
		{later, answer("an", Unsure), Stale}, {first, answer("an", Declined), NoReason}, {first, answer("an", Unanswered), WrongReply}, {first, answer("an", "maybe"), WrongReply},
		{first, answer("an", Delegated), DelegateUnknown},
	} {
		if after, err := row.entry.Take(row.answer); !errors.Is(err, refuse(row.code)) || !reflect.DeepEqual(after, row.entry) {
			t.Errorf("%+v: %v, want %s", row.answer, err, row.code)
		}
	}
	if counts := later.Replies(); counts[Accepted] != 1 || counts[Unanswered] != 1 {
		t.Errorf("counted %v", counts)
	}
}

func TestDelegating(t *testing.T) {
	handOver := answer("binh", Delegated)
	handOver.Delegate = Party{Person: "chi", Name: "Chi"}
	entry, err := invited().Take(handOver)
	if err != nil || len(entry.Attendees) != 3 {
		t.Fatalf("%v: %+v", err, entry.Attendees)
	}
	binh, chi := entry.Attendees[1], entry.Attendees[2]
	if binh.Reply != Delegated || binh.SentTo != chi.Address() || chi.SentFor != binh.Address() || chi.Duty != Required || chi.Reply != Unanswered {
		t.Errorf("handed over as %+v, %+v", binh, chi)
	}
	again := answer("chi", Delegated)
	again.Delegate = Party{Person: "dung"}
	if _, err := entry.Take(again); !errors.Is(err, refuse(DelegateChain)) {
		t.Errorf("a chain: %v", err)
	}
	double := answer("an", Delegated)
	double.Delegate = Party{Person: "chi"}
	if _, err := entry.Take(double); !errors.Is(err, refuse(DelegateInvited)) {
		t.Errorf("one for two: %v", err)
	}
	double.Delegate = Party{Person: "an"}
	if _, err := entry.Take(double); !errors.Is(err, refuse(DelegateInvited)) {
		t.Errorf("oneself: %v", err)
	}
	other := handOver
	other.Delegate = Party{Email: "dung@truongvinh.example"}
	if entry, err := entry.Take(other); err != nil || len(entry.Attendees) != 3 || entry.Attendees[2].Email != "dung@truongvinh.example" {
		t.Errorf("another instead: %v, %+v", err, entry.Attendees)
	}
	if entry, err := entry.Take(handOver); err != nil || len(entry.Attendees) != 3 {
		t.Errorf("the same again: %v, %+v", err, entry.Attendees)
	}
	if entry, err := entry.Take(answer("binh", Accepted)); err != nil || len(entry.Attendees) != 2 || entry.Attendees[1].SentTo != "" {
		t.Errorf("coming after all: %v, %+v", err, entry.Attendees)
	}
}

func TestRevising(t *testing.T) {
	entry, _ := invited().Take(answer("an", Accepted))
	for _, row := range []struct {
		name     string
		change   func(*Entry)
		sequence int
		reply    Reply
	}{
		{"another text", func(e *Entry) { e.Description = "Mang theo tài liệu" }, 2, Accepted},
		{"another place", func(e *Entry) { e.Place = "Phòng họp 2" }, 3, Accepted},
		{"another room", func(e *Entry) { e.Room = "r2" }, 3, Accepted},
		{"certain now", func(e *Entry) { e.Status = Tentative }, 3, Accepted},
		{"another hour", func(e *Entry) { e.StartsAt += 60_000 }, 3, Unanswered},
		{"longer", func(e *Entry) { e.EndsAt += 60_000 }, 3, Unanswered},
		{"repeating", func(e *Entry) { e.Rule = &Rule{Every: Weekly, Interval: 1} }, 3, Unanswered},
		{"other UID and number", func(e *Entry) { e.UID, e.Sequence = "b", 9 }, 2, Accepted},
	} {
		next := entry
		row.change(&next)
		after, err := entry.Revise(next, 77_000)
		if err != nil || after.UID != "a@office" || after.Sequence != row.sequence || after.Attendees[0].Reply != row.reply || after.ChangedAt != 77_000 {
			t.Errorf("%s: %v, %+v", row.name, err, after)
		}
	}
	if entry.Attendees[0].Reply != Accepted {
		t.Error("the entry that was given was written to")
	}
	wrong := entry
	wrong.EndsAt = wrong.StartsAt
	if _, err := entry.Revise(wrong, 1); !errors.Is(err, refuse(WrongTime)) {
		t.Errorf("an end at the beginning: %v", err)
	}
	cancelled, err := entry.Cancel(5000)
	if err != nil || cancelled.Sequence != 3 || cancelled.Status != Cancelled || cancelled.ChangedAt != 5000 {
		t.Errorf("cancelled: %v, %+v", err, cancelled)
	}
	if _, err := cancelled.Cancel(6000); !errors.Is(err, refuse(IsCancelled)) {
		t.Errorf("cancelled twice: %v", err)
	}
	if _, err := cancelled.Revise(entry, 6000); !errors.Is(err, refuse(IsCancelled)) {
		t.Errorf("revised after: %v", err)
	}
}
