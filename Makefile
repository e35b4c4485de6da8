# make help says what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help build release demo demo-down test check fuzz sanitize sim chaos bench-ssh bench-exec bench-run bench-zero-downtime clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build swiftplay for development
	swift build --product swiftplay

release: ## build swiftplay optimised, with Swift's libraries in it: .build-release/release/swiftplay
	Scripts/build-release

demo: ## show the whole thing: three real Docker hosts on this machine, three releases (needs root)
	Scripts/demo

demo-down: ## remove the demo's hosts and everything else of it
	Scripts/fleet down

test: ## run every test, those on real hosts included (needs root)
	Scripts/test all

check: ## look at the style, build without warnings, run the tests that need no fleet
	swift format lint --strict --recursive Sources Tests Package.swift
	@if command -v shellcheck >/dev/null; then shellcheck --external-sources $(shell_scripts); fi
	Scripts/test unit

fuzz: ## run the tests called Fuzz with many more rounds (SWIFTPLAY_FUZZ_ROUNDS, default 100000)
	SWIFTPLAY_FUZZ_ROUNDS=$${SWIFTPLAY_FUZZ_ROUNDS:-100000} Scripts/test unit --filter Fuzz

sanitize: ## run the SSH tests under the address and the thread sanitizer (needs root, and builds for long)
	Scripts/sanitize

sim: ## play 10,000 simulated worlds with faults and kills (SEEDS=n for more, SEED=n replays one)
	SWIFTPLAY_SIM_SEED=$(SEED) SWIFTPLAY_SIM_SEEDS=$${SEEDS:-10000} swift test --configuration release \
	  -Xswiftc -enable-testing --disable-xctest --filter everyWorldKeepsThePromises

chaos: ## kill, cut and restart at every event of rollouts on three real hosts; print the table (needs root)
	SWIFTPLAY_FLEET_NAME=$${SWIFTPLAY_FLEET_NAME:-chaos} sh -c 'trap "Scripts/fleet down" EXIT; \
	  swift build --product swiftplay && Scripts/fleet up 3 && Scripts/build-images && Scripts/chaos all'

bench-ssh: ## measure one command on 100, 300 and 1000 hosts beside a bare C loop and other tools (needs root)
	Scripts/bench-ssh $(HOSTS)

bench-exec: ## measure exec on 300 hosts beside clush, pdsh and others, gathering, and ps (needs root)
	SWIFTPLAY_FLEET_NAME=$${SWIFTPLAY_FLEET_NAME:-bench} sh -c 'trap "Scripts/fleet down" EXIT; \
	  Scripts/fleet up 3 && Scripts/build-images && Scripts/bench-exec $(HOSTS)'

bench-run: ## measure what a rollout costs beside the engine's work, and planning 10,000 hosts (needs root)
	SWIFTPLAY_FLEET_NAME=$${SWIFTPLAY_FLEET_NAME:-bench} sh -c 'trap "Scripts/fleet down" EXIT; \
	  Scripts/build-release swiftplay run-bench && Scripts/fleet up 3 && Scripts/build-images && Scripts/bench-run'

bench-zero-downtime: ## count failed requests through a load balancer while releases roll out (needs root)
	SWIFTPLAY_FLEET_NAME=$${SWIFTPLAY_FLEET_NAME:-zero} sh -c 'trap "Scripts/fleet down" EXIT; \
	  swift build --product swiftplay && Scripts/fleet up 4 && Scripts/build-images && Scripts/bench-zero-downtime'

clean: ## remove what was built
	rm -rf .build .build-release

shell_scripts := Scripts/fleet Scripts/fleet.d/init Scripts/fleet-selftest Scripts/build-images Scripts/install-packages \
  Scripts/install-oracle Scripts/test Scripts/sanitize Scripts/demo Scripts/chaos Scripts/bench-run Scripts/bench-zero-downtime Scripts/images/shop Scripts/images/serve Scripts/build-release .ci/run \
  docs/recipes/aws-target-group.sh
