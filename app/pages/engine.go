package pages

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
)

// engine is pdfium in its sandbox. It lives in a worker only and serves one goroutine.
type engine struct {
	pool   pdfium.Pool
	pdfium pdfium.Pdfium
	cache  wazero.CompilationCache
	memory *sandboxMemory
	papers map[uint32]*document
	blocks *blocks // of documents that are read at offsets
}

// startEngine compiles the renderer, or takes it compiled from cacheDir, and starts it. Documents
// get no more memory than the ceiling.
func startEngine(ctx context.Context, cacheDir string, ceiling int64, fonts fs.FS, logger *slog.Logger) (*engine, error) {
	e := &engine{memory: &sandboxMemory{ceiling: uint64(max(ceiling, leastCeiling))}, papers: map[uint32]*document{}, blocks: newBlocks()}
	cache, err := openCache(cacheDir)
	if err != nil {
		// It works without, only slower.
		logger.Warn("Render cache is not usable", "folder", cacheDir, "error", err)
	}
	if err := e.compileAnyway(ctx, cacheDir, cache, fonts); err != nil {
		return nil, err
	}
	const limit = time.Minute // only instantiation is left, which takes milliseconds
	instance, err := e.pool.GetInstance(limit)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start renderer: %w", err), e.close(ctx))
	}
	e.pdfium = instance
	return e, nil
}

// compileAnyway compiles, and if what lies in the cache is spoilt, does so without it.
func (e *engine) compileAnyway(ctx context.Context, folder string, cache wazero.CompilationCache, fonts fs.FS) error {
	err := e.compile(ctx, cache, fonts)
	if err == nil || cache == nil {
		return err
	}
	fresh, freshErr := freshCache(folder)
	if freshErr != nil {
		return errors.Join(err, freshErr)
	}
	return e.compile(ctx, fresh, fonts)
}

// compile makes the pool, without an instance yet. The cache, which may be nil, is the engine's
// from here on.
func (e *engine) compile(ctx context.Context, cache wazero.CompilationCache, fonts fs.FS) (err error) {
	config := wazero.NewRuntimeConfig()
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	files := wazero.NewFSConfig() // given and empty, because left out it means the whole disk
	if fonts != nil {
		files = files.WithFSMount(fonts, "/")
	}
	e.cache = cache
	e.pool, err = webassembly.Init(webassembly.Config{
		Context:       e.memory.in(ctx),
		MaxIdle:       1,
		MaxTotal:      1,
		FSConfig:      files,
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
	if err != nil {
		return errors.Join(fmt.Errorf("compile renderer: %w", err), e.close(ctx))
	}
	return nil
}

// openCache opens the folder of compiled code. What lies there is executed, so it belongs to the
// user of the program alone.
func openCache(folder string) (wazero.CompilationCache, error) {
	if folder == "" {
		return nil, errors.New("no folder given")
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make render cache: %w", err)
	}
	cache, err := wazero.NewCompilationCacheWithDir(folder)
	if err != nil {
		return nil, fmt.Errorf("open render cache: %w", err)
	}
	return cache, nil
}

// freshCache throws away what the compiler left in the folder, and nothing else that may be there.
func freshCache(folder string) (wazero.CompilationCache, error) {
	spoilt, err := filepath.Glob(filepath.Join(folder, "wazero-*"))
	if err != nil {
		return nil, fmt.Errorf("clear render cache: %w", err)
	}
	for _, path := range spoilt {
		if err := os.RemoveAll(path); err != nil {
			return nil, fmt.Errorf("clear render cache: %w", err)
		}
	}
	return openCache(folder)
}

// close ends the sandbox.
func (e *engine) close(ctx context.Context) error {
	var errs []error
	if e.pool != nil {
		errs = append(errs, e.pool.Close())
	}
	if e.cache != nil {
		errs = append(errs, e.cache.Close(ctx))
	}
	return errors.Join(errs...)
}

// Prime compiles the renderer into cacheDir, once for each version of it: 3 seconds and 300 MB the
// first time, a tenth of a second later. It works in this process; [Renderer.Warm] does the same in
// a child, where the memory is given back.
func Prime(ctx context.Context, cacheDir string) error {
	cache, err := openCache(cacheDir)
	if err != nil {
		return fmt.Errorf("prime renderer: %w", err)
	}
	e := &engine{memory: &sandboxMemory{ceiling: leastCeiling}}
	if err := e.compileAnyway(ctx, cacheDir, cache, nil); err != nil {
		return fmt.Errorf("prime renderer: %w", err)
	}
	return e.close(ctx)
}
