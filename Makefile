# Two commands, each doing all its own set-up: `make demo` and `make test`.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help test clauses demo lint clean python

help:
	@echo "make demo   set everything up and show the app at work (PORT=8080)"
	@echo "make test   set everything up and run the tests"
	@echo "make clauses  which clauses of the source documents hold, by their tests"
	@echo "make lint   ruff, as pre-commit runs it"
	@echo "make clean  remove what the others made (.venv, .bench, .test-results, out)"
	@echo
	@echo "BENCH_DIR   the bench or benches to use, separated by colons; empty for none"
	@echo "WITH_APPS   more apps of that bench to install beside ours, e.g. erpnext"
	@echo "JOBS        how many parts of a run at once (as many as there are processors)"
	@echo "SUITES      which suites \`make test\` runs, e.g. unit,integration"
	@echo "PYTEST_ARGS handed to pytest, e.g. '-k install -x'"

test: python
	@$(PYTHON) -m dev.run_tests

clauses: python
	@$(PYTHON) -m dev.clauses

demo: python
	@$(PYTHON) -m dev.run_demo

lint: python
	@$(PYTHON) -m dev.run_lint

clean:
	rm -rf .venv .bench .test-results out

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 or newer is needed; name one with make PYTHON=python3.11 ..." >&2; exit 1; }
