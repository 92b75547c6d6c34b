package clerk

import (
	"context"

	"congso.vn/congso/ui/kit"
)

func (d *desk) printResult(poll string) {
	d.print("print", func() (string, error) { return d.config.Sheets.Result(poll) })
}

func (d *desk) printRoll() { d.print("print", d.config.Sheets.Attendance) }

// print makes a sheet and opens it for reading and printing.
func (d *desk) print(key string, make func() (string, error)) {
	path := ""
	d.act(key, func(context.Context) (err error) {
		if path, err = make(); err != nil {
			return err
		}
		return d.config.Sheets.Open(path)
	}, func(err error) {
		d.settle(err, func() { d.notify(kit.DoneStrip, "printer", d.say("clerk.printed", "path", path)) })
	})
}
