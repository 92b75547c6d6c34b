package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// sizes are those of the programs as they are built for users.
func sizes(_ context.Context, b *bench) error {
	for figureName, program := range map[string]string{"size.server_binary": "congso-server", "size.app_binary": "congso"} {
		info, err := os.Stat(b.program(program))
		if err != nil {
			return err
		}
		fmt.Printf("figure %s %.1f MB\n", figureName, float64(info.Size())/1e6)
	}
	return nil
}

// diskSync is what the disk under the logs takes to make 4 KB durable.
func diskSync(_ context.Context, b *bench) error {
	file, err := os.Create(filepath.Join(b.work, "sync"))
	if err != nil {
		return err
	}
	defer file.Close()
	block := make([]byte, 4096)
	var values []float64
	for range 200 {
		began := time.Now()
		if _, err := file.Write(block); err != nil {
			return err
		}
		if err := file.Sync(); err != nil {
			return err
		}
		values = append(values, milliseconds(time.Since(began)))
	}
	figure("disk.fsync", "ms", values)
	return nil
}
