# `make demo` and `make test` install what they need first; see bin/setup. GNU make 3.81 is enough.

.PHONY: help demo test fuzz setup lint format bench bench-rules
.DEFAULT_GOAL := help

help:
	@echo 'make demo    the bot with a local Slack, a PagerDuty stand-in and a story of alarms'
	@echo 'make test    types, lint, format, unused code, and every test with its coverage'
	@echo 'make fuzz    damaged messages and random stories, other ones each time (MINUTES=10)'
	@echo 'make lint    the checks of make test that run in seconds; make format mends the format'
	@echo 'make bench   how many alarms a second, and where the time goes (needs wrk)'
	@echo 'make bench-rules  what a signal costs as rules and alerts grow; how late timers are; the idle bot'
	@echo 'make setup   installs what is missing: redis-server and the npm packages'

setup:
	@bin/setup
	@echo "Ready: Node $$(node_modules/.bin/node --version), $$(redis-server --version | cut -d' ' -f1-3)."

demo:
	@bin/setup
	@exec bin/tocsin demo

test:
	@bin/setup
	@exec bin/test

fuzz:
	@bin/setup
	@exec bin/fuzz $(or $(MINUTES),10)

lint:
	@bin/setup
	@npm run --silent typecheck && npm run --silent lint && npm run --silent format:check && npm run --silent unused

format:
	@bin/setup
	@npm run --silent format

bench:
	@bin/setup
	@npm run --silent bench

bench-rules:
	@bin/setup
	@npm run --silent bench:rules
	@npm run --silent bench:timers
	@npm run --silent bench:idle
