# Two commands: `make run` and `make test`. Everything else serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Installing again is needed only when what is to be installed has changed.
INSTALLED := $(VENV)/.installed
INSTALLED_FOR_TESTS := $(VENV)/.installed-for-tests
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

export PB_QA_CORPUS_DIR ?= $(CURDIR)/docs_corpus

.PHONY: run test install check bundle clean

run: $(INSTALLED)
	$(BIN)/python app.py

test: $(INSTALLED_FOR_TESTS)
	env -u PB_QA_CORPUS_DIR $(BIN)/python -m pytest

install: $(INSTALLED)

check: $(INSTALLED_FOR_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bundle: $(INSTALLED)
	$(BIN)/python tools/make_bundle.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更新的版本；可用 make PYTHON=python3.12 指定。"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	@echo "正在安装依赖，第一次需要几分钟……"
	$(PIP) --constraint constraints.txt torch
	$(PIP) --constraint constraints.txt --editable .
	@touch $@

$(INSTALLED_FOR_TESTS): pyproject.toml constraints.txt | $(INSTALLED)
	$(PIP) --constraint constraints.txt --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV)
