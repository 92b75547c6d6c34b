package kind

import (
	"flag"
	"runtime"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind/kindtest"
)

// verdictOf is a test that may fail without this one failing.
type verdictOf struct {
	*testing.T
	failed bool
}

func (v *verdictOf) Fail()                 { v.failed = true }
func (v *verdictOf) Failed() bool          { return v.failed }
func (v *verdictOf) FailNow()              { v.failed = true; runtime.Goexit() }
func (v *verdictOf) Error(...any)          { v.failed = true }
func (v *verdictOf) Errorf(string, ...any) { v.failed = true }
func (v *verdictOf) Fatal(...any)          { v.FailNow() }
func (v *verdictOf) Fatalf(string, ...any) { v.FailNow() }
func (v *verdictOf) Log(...any)            {}
func (v *verdictOf) Logf(string, ...any)   {}

// judging is a server whose judgements are changed on their way out.
type judging struct {
	kindtest.Server
	judge func(actor change.Actor, command change.Command, now time.Time, right func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer)
}

func (j judging) Judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	return j.judge(actor, command, now, func() ([]change.Draft, change.Answer) { return j.Server.Judge(actor, command, now) })
}

// without is a kind whose server judges wrongly.
func without(kind kindtest.Kind, judge func(s kindtest.Server, command change.Command, right func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer)) kindtest.Kind {
	sound := kind.Server
	kind.Server = func(now time.Time) kindtest.Server {
		s := sound(now)
		return judging{s, func(_ change.Actor, command change.Command, _ time.Time, right func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer) {
			return judge(s, command, right)
		}}
	}
	return kind
}

// inner is the server whose judgements are changed.
func inner(s kindtest.Server) kindtest.Server {
	if changed, is := s.(judging); is {
		return changed.Server
	}
	return s
}

// forgetful is a kiosk that keeps on its disk only what it is made to.
type forgetful struct {
	*numbersDevice
	save, resume bool
}

func (d forgetful) Save() []byte {
	if !d.save {
		return nil
	}
	return d.numbersDevice.Save()
}

func (d forgetful) Resume() *change.Command {
	if !d.resume {
		return nil
	}
	return d.numbersDevice.Resume()
}

// hasty is a device that counts its lease from the answer.
type hasty struct{ leaseDevice }

func (d *hasty) Answered(command change.Command, answer change.Answer, now time.Time) {
	if answer.Outcome == change.Accepted && command.Kind == "pen.renew" {
		d.until = now.Add(pens.Duration)
	}
}

// blind has commands judged as if nothing was known.
func blind(kind kindtest.Kind) kindtest.Kind {
	sound := kind.Server
	kind.Server = func(now time.Time) kindtest.Server {
		return judging{sound(now), func(actor change.Actor, command change.Command, now time.Time, _ func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer) {
			return sound(now).Judge(actor, command, now)
		}}
	}
	return kind
}

// Whatever breaks a kind is seen by the suite.
func TestBrokenKindsAreFound(t *testing.T) {
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.shrinktime": "0s", "rapid.checks": "3000"} {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set(name, before) })
	}
	broken := map[string]func() kindtest.Kind{
		"a refusal that writes": func() kindtest.Kind {
			return without(aRequest(), func(_ kindtest.Server, _ change.Command, right func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer) {
				drafts, answer := right()
				if answer.Outcome != change.Accepted {
					drafts = []change.Draft{{Stream: stream, Kind: "speaker", Audience: room, Key: "x/y"}}
				}
				return drafts, answer
			})
		},
		"a judgement that changes the state": func() kindtest.Kind {
			return without(aRequest(), func(s kindtest.Server, _ change.Command, right func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer) {
				inner(s).(requestServer).open["item1/p1"] = Request{Subject: "item1", Person: "p1"}
				return right()
			})
		},
		"an acceptance that writes nothing": func() kindtest.Kind {
			return without(aSet(), func(_ kindtest.Server, _ change.Command, right func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer) {
				_, answer := right()
				return nil, answer
			})
		},
		"two requests of one person":  func() kindtest.Kind { return blind(aRequest()) },
		"a piece that is added twice": func() kindtest.Kind { return blind(aSet()) },
		"numbers leased twice":        func() kindtest.Kind { return blind(numberBlocks()) },
		"a server that leases at once after its start": func() kindtest.Kind {
			kind := aLease()
			kind.Server = func(now time.Time) kindtest.Server {
				return leaseServer{NewLeases(pens, now.Add(-pens.Duration))}
			}
			return kind
		},
		"a device that counts its lease from the answer": func() kindtest.Kind {
			kind := aLease()
			kind.Device = func(string) kindtest.Device { return &hasty{} }
			return kind
		},
		"a kiosk that keeps nothing": func() kindtest.Kind {
			kind := numberBlocks()
			kind.Device = func(id string) kindtest.Device {
				return forgetful{&numbersDevice{NewNumbers(tickets), Dispenser{Device: id}}, false, true}
			}
			return kind
		},
		"a kiosk that does not report what it gave out when the power went": func() kindtest.Kind {
			kind := numberBlocks()
			kind.Device = func(id string) kindtest.Device {
				return forgetful{&numbersDevice{NewNumbers(tickets), Dispenser{Device: id}}, true, false}
			}
			return kind
		},
		"a body that is replaced": func() kindtest.Kind {
			return without(aSet(), func(_ kindtest.Server, command change.Command, right func() ([]change.Draft, change.Answer)) ([]change.Draft, change.Answer) {
				drafts, answer := right()
				if answer.Code == "set.other-body" {
					answer.Outcome, answer.Code = change.Accepted, ""
				}
				return drafts, answer
			})
		},
	}
	for name, kind := range broken {
		t.Run(name, func(t *testing.T) {
			v := &verdictOf{T: t}
			done := make(chan struct{})
			go func() {
				defer close(done)
				kindtest.Run(v, kind())
			}()
			<-done
			if !v.failed {
				t.Error("the suite found nothing amiss")
			}
		})
	}
}
