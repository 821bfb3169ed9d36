# `make demo` and `make test` need Python 3.11 or newer and the network once, nothing else.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN = .venv/bin
# Exists only while the last install into .venv came to its end.
READY = .venv/ready

# An environment whose Python is gone (an upgrade, a copied folder) is made anew.
$(shell $(BIN)/python -c '' 2>/dev/null || rm -f $(READY))

.PHONY: demo test chaos lint schemas clean

demo: $(READY)
	$(BIN)/pipeline demo

# Most tests wait for processes more than they work. Each of these has a broker of its own.
test: lint
	$(BIN)/pytest -n logical --maxprocesses 4 --dist worksteal

# About an hour: real workers and a real broker under 180 faults. See tests/chaos/.
chaos: $(READY)
	$(BIN)/python -m tests.chaos

lint: $(READY)
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy

schemas: $(READY)
	$(BIN)/python -m pipeline.schemas

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@test -e $@ || "$(PYTHON)" -m venv --clear .venv
	@rm -f $@
	@echo "installing into .venv"
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check \
		--only-binary :all: -c constraints.txt -e '.[languages,local,test]' </dev/null
	@touch $@
