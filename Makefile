# Công Sở. On a fresh Debian or Ubuntu with Go, git and make, "make run" is all it takes: it installs
# the system packages that are missing, builds, and shows a council session on this one machine.
# How Go is called stands in tools/env.sh; what each purpose needs installed, in tools/setup.sh.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

GO := tools/go
PREFIX ?= /usr/local
export CONGSO_BUILD := $(CURDIR)/build

.NOTPARALLEL:
.PHONY: mutants reliability run test build server pictures bench benchmarks windows windows-check android-vet fuzz bare clean \
	install help check setup setup-test

run: build ## set up this machine, build, and start the demonstration
	@if [ -z "$$DISPLAY" ] && [ "$$(uname -s)" = Linux ]; then \
		echo "The program is built (build/congso) but there is no X display to show it on." >&2; exit 1; fi
	exec build/congso demo

# The last line counts the tests; those that were skipped stand above it with the reason each gave.
test: setup-test check build server ## set up, check and test everything; CONGSO_NO_SKIP=1 lets no test skip
	@set -f; . tools/packages.sh; \
	$(GO) run ./tools/testsum -race -p 2 -timeout 20m $$without_windows -- -p 2 -timeout 20m $$drawing -- -p 2 -timeout 20m $$with_windows

check:
	@badly=$$(gofmt -l .); if [ -n "$$badly" ]; then echo "Not formatted by gofmt:" $$badly >&2; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

build: setup ## build the program: build/congso
	$(GO) build -o build/ .

server: setup ## build the room server, which needs no screen: build/congso-server
	$(GO) build -o build/ ./app/congso-server

pictures: setup-test ## take pictures of every screen into docs/pictures (PICTURES=folder)
	tools/pictures.sh $(or $(PICTURES),docs/pictures)

bench: build server ## measure the whole: devices, votes, papers; ONLY=prefix runs some
	$(GO) run ./tools/bench -only "$(ONLY)"

benchmarks: setup ## measure packages; ONLY=prefix runs the benchmarks whose names begin so
	@set -f; . tools/packages.sh; \
	$(GO) test -run '^$$' -bench '^Benchmark$(ONLY)' -benchmem -timeout 30m $$without_windows

mutants: setup ## break the program on purpose, patch by patch, and hold that a test notices; ONLY=prefix runs some
	$(GO) run ./tools/mutants -only "$(ONLY)"

reliability: setup ## run the tests of the table of faults and write docs/reliability.md
	$(GO) run ./tools/reliability

fuzz: setup ## run every fuzz target, each for FUZZTIME (20s)
	tools/fuzz.sh $(or $(FUZZTIME),20s)

windows: ## build both programs for Windows: build/windows
	@tools/setup.sh build windows
	tools/windows.sh

windows-check: windows ## and start both under wine
	tools/windows-check.sh

android-vet: setup ## check that the code would build for Android, without its tools
	$(GO) run ./tools/androidcheck ./...

bare: ## prove the set-up in fresh Debian 12 and 13 roots (as root); ONLY=12 or 13 proves one
	@tools/setup.sh bare
	@for debian in $(or $(ONLY),12 13); do tools/bare.sh $$debian || exit 1; done

install: build server ## install under PREFIX (/usr/local), staged below DESTDIR
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/systemd/system \
		$(DESTDIR)$(PREFIX)/share/applications $(DESTDIR)$(PREFIX)/share/icons/hicolor/512x512/apps
	install -m 755 build/congso build/congso-server $(DESTDIR)$(PREFIX)/bin/
	for unit in congso-server.service congso-backup.service congso-backup.timer; do \
		sed 's|/usr/bin/|$(PREFIX)/bin/|' assets/$$unit >$(DESTDIR)$(PREFIX)/lib/systemd/system/$$unit || exit 1; done
	install -m 644 tools/congso.desktop $(DESTDIR)$(PREFIX)/share/applications/congso.desktop
	install -m 644 assets/pictures/icon.png $(DESTDIR)$(PREFIX)/share/icons/hicolor/512x512/apps/congso.png

clean: ## remove what was built
	rm -rf build congso congso-server

setup:
	@tools/setup.sh build
	@tools/headers.sh

setup-test: setup
	@tools/setup.sh test

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
