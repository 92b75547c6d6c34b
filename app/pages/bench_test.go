package pages

import (
	"slices"
	"testing"
	"time"
)

// survey is an opened document of 113 pages.
func survey(b *testing.B, r *Renderer) Paper {
	b.Helper()
	return opened(b, r, "survey", content(b, shared(b, "gov-survey-113-pages.pdf")[0]))
}

// BenchmarkWorkerStart is the start of a worker with the renderer compiled in the cache, until it is
// ready.
func BenchmarkWorkerStart(b *testing.B) {
	config, _ := testConfig(b)
	for b.Loop() {
		r, stop := served(b, config)
		if err := r.Warm(within(b)); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		stop()
		b.StartTimer()
	}
}

// BenchmarkPageFirstCold is the way from nothing to the first preview: a worker is started, the
// document handed over and opened. The renderer lies compiled in the cache.
func BenchmarkPageFirstCold(b *testing.B) {
	config, _ := testConfig(b)
	data := content(b, shared(b, "gov-survey-113-pages.pdf")[0])
	for b.Loop() {
		r, stop := served(b, config)
		opened(b, r, "survey", data)
		if _, err := r.Render(within(b), "survey", 0, PreviewWidth, Now); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		stop()
		b.StartTimer()
	}
}

// BenchmarkPageFirstWarm is the same with a worker that runs and knows other documents only.
func BenchmarkPageFirstWarm(b *testing.B) {
	config, _ := testConfig(b)
	r := serving(b, config)
	data := content(b, shared(b, "gov-survey-113-pages.pdf")[0])
	if err := r.Warm(within(b)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r.Forget("survey")
		opened(b, r, "survey", data)
		if _, err := r.Render(within(b), "survey", 0, PreviewWidth, Now); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPagesThrough pages through the whole document, each page as preview and sharp; an
// operation is one document. It gives the times of single pages and the worker's memory too.
func BenchmarkPagesThrough(b *testing.B) {
	for name, widths := range map[string][]int{"preview": {PreviewWidth}, "sharp": {1600}, "both": {PreviewWidth, 1600}} {
		b.Run(name, func(b *testing.B) {
			config, _ := testConfig(b)
			r := serving(b, config)
			var took []time.Duration
			var memory int64
			for b.Loop() {
				r.Forget("survey")
				paper := survey(b, r)
				for page := range paper.Pages {
					began := time.Now()
					for _, width := range widths {
						if _, err := r.Render(within(b), "survey", page, width, Now); err != nil {
							b.Fatal(err)
						}
					}
					took = append(took, time.Since(began))
					memory = max(memory, childOf(b, r).memory)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms/page")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms/page")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "most-ms/page")
			b.ReportMetric(float64(memory>>20), "MB/worker")
		})
	}
}

// BenchmarkPageAtHand is a page that was rendered before: what turning to a prefetched page costs.
func BenchmarkPageAtHand(b *testing.B) {
	config, _ := testConfig(b)
	r := serving(b, config)
	survey(b, r)
	if _, err := r.Render(within(b), "survey", 0, 1600, Now); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, exact, _ := r.Picture("survey", 0, 1600); !exact {
			b.Fatal("it is gone")
		}
	}
}
