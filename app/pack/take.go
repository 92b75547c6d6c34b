package pack

import (
	"context"

	"congso.vn/congso/app/council"
)

// Take reads the pack at path and hands it over: first every paper to store, then the session to
// submit, as one command. When any of them fails no session comes into being; papers that were
// stored by then belong to nothing and are seen by nobody.
func Take(ctx context.Context, path string, options Options, store func(context.Context, Paper) error, submit func(context.Context, council.Import) error) (Result, error) {
	opened, err := Open(path)
	if err != nil {
		return Result{}, err
	}
	defer opened.Close()
	result, err := Read(ctx, opened, options)
	if err != nil {
		return result, err
	}
	for _, paper := range result.Papers {
		if err := store(ctx, paper); err != nil {
			return result, err
		}
	}
	return result, submit(ctx, result.Import)
}
