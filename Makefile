# Two commands: `make run` and `make test`. Everything else serves them.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
# Installing again is needed only when what is to be installed has changed, or the
# project's folder has moved: an editable installation holds its path.
INSTALLED := $(VENV)/.installed
INSTALLED_FOR_TESTS := $(VENV)/.installed-for-tests
ifneq ($(shell cat $(INSTALLED) 2>/dev/null),$(CURDIR))
MOVED := moved
endif
# Twice quiet: errors only.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt

export PB_QA_CORPUS_DIR ?= $(CURDIR)/docs_corpus

.PHONY: run test install check bundle constraints clean moved
.DELETE_ON_ERROR:

run: $(INSTALLED)
	@$(BIN)/python app.py

# The tests set up folders of their own, whatever this user's settings are. Two files at
# a time: much of a test's time is waiting for a program, a browser or the disk.
test: $(INSTALLED_FOR_TESTS)
	env -u PB_QA_CORPUS_DIR -u PB_QA_DATA_DIR $(BIN)/python -m pytest \
		--numprocesses 2 --dist loadfile --no-loadscope-reorder $(TESTS)

install: $(INSTALLED)
	@$(if $(EXTRAS),$(PIP) --editable '.[$(EXTRAS)]')

check: $(INSTALLED_FOR_TESTS)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python $(BIN)/lint-imports

# For computers without a network. Another platform: make bundle FOR="--platform win_amd64".
bundle: $(INSTALLED)
	$(BIN)/python tools/make_bundle.py $(FOR)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "需要 Python 3.11 或更新的版本，现在的 $(PYTHON) 是 $$($(PYTHON) --version 2>&1)。"; \
		echo "装好以后可以这样指定：make $(or $(MAKECMDGOALS),run) PYTHON=python3.11"; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "这个 Python 缺少 venv。Debian 和 Ubuntu 请先运行：apt-get install python3-venv"; \
		exit 1; } >&2
	@$(PYTHON) -m venv --clear $(VENV)

$(INSTALLED): pyproject.toml constraints.txt $(MOVED) | $(BIN)/python
	@echo "正在安装依赖，第一次需要几分钟……"
	@$(PIP) --editable .
	@echo "$(CURDIR)" > $@

$(INSTALLED_FOR_TESTS): $(INSTALLED)
	@echo "正在安装测试工具……"
	@$(PIP) --editable '.[test]'
	@touch $@

# Resolves everything anew and writes the versions down; run the tests afterwards.
constraints:
	rm -rf build/resolution
	$(PYTHON) -m venv build/resolution
	build/resolution/bin/python -m pip install -qq 'torch==2.13.0' --editable '.[test,training,ocr]'
	{ sed '/^#/!d' constraints.txt; build/resolution/bin/python -m pip list --format=freeze \
		--exclude-editable --exclude pip | sed 's/+cpu$$//'; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

clean:
	rm -rf $(VENV) build dist
