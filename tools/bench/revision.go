package main

import (
	"context"
	"fmt"

	"congso.vn/congso/app/chunk/revisiontest"
)

// revisionCost is what a new version of a paper costs a device that holds the old one: of a large scan
// with one page scanned anew the share of the paper that is fetched, and of real papers with one page
// written anew how many bytes are fetched for one of the page's objects.
func revisionCost(_ context.Context, b *bench) error {
	large, err := revisiontest.Large()
	if err != nil {
		return err
	}
	figure("sync.revision_large", "%", []float64{100 * large.Share()})
	fmt.Printf("  %s\n", large)
	costs, err := revisiontest.Papers(b.data, 7)
	if err != nil || len(costs) == 0 {
		return err
	}
	var ratios, shares []float64
	for _, cost := range costs {
		ratios, shares = append(ratios, cost.Ratio()), append(shares, 100*cost.Share())
		fmt.Printf("  %s\n", cost)
	}
	figure("sync.revision_gov", "×", ratios)
	figure("sync.revision_gov_share", "%", shares)
	return nil
}
