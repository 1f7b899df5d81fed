# Everything a fresh machine needs is python3 (3.11 or later), make and git.
#   make up      the whole system on this machine, until Ctrl-C
#   make deploy ENV=dev   the stacks on AWS, after showing what would change; ENV=prod likewise
#   make rollback ENV=dev  the release before; contract: no release before it will run again;
#   make destroy ENV=dev   takes the stacks away again, but not the data
#   make test    everything that CI runs
#   make bench   the GraphQL API beside its peers; ARGS=--quick takes a few minutes
#   make bench-import   imports beside COPY and other ways to load a file; ARGS=--quick likewise
#   make bench-growth   the same questions on more and more records; ARGS=--quick likewise
.DEFAULT_GOAL := help
.PHONY: help up down deploy account rollback contract destroy test lint unit setup page bench bench-growth bench-import bench-lambda plans diagrams gates sdl schema-diff lock bench-lock clean
SHELL := /bin/sh

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

help:
	@sed -n 's/^#   //p' Makefile

up: setup
	@$(BIN)/python -m infra_cfn.local.up $(ARGS)

down:
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m infra_cfn.local.down; fi

# Credentials and region are those of the usual AWS variables, profile or role.
deploy rollback contract destroy: setup
	@$(BIN)/python -m infra_cfn.deploying $@ $(or $(ENV),$(error Say where: make $@ ENV=dev)) $(ARGS)

test: lint unit

# Once for each region of an account, before the first deployment there.
account: setup
	@$(BIN)/python -m infra_cfn.deploying.account $(ARGS)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cfn-lint infra_cfn/*.yaml
	$(BIN)/python -m graphql_api.compare_schema

# A file's tests stay together, on one server of their own; more than four want too much memory.
unit: setup .venv-gates/installed
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

# The three parts do not depend on each other, so they install side by side.
setup:
	@$(MAKE) -s -j3 .venv/installed .venv-ministack/installed page

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed: make up PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "Python lacks venv: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes \
	  -r infra_cfn/local/uv-requirements.lock

.venv/installed: requirements.lock pyproject.toml .venv/bin/uv
	@echo "Installing Python packages"
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install -q --python $(BIN)/python \
	  --require-hashes -r requirements.lock
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

.venv-ministack/installed: infra_cfn/local/ministack.lock .venv/bin/uv
	@echo "Installing the AWS stand-in"
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv venv -q --clear --python $(BIN)/python .venv-ministack
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install -q --python .venv-ministack/bin/python \
	  --compile-bytecode --require-hashes -r infra_cfn/local/ministack.lock
	@touch $@

.venv-gates/installed: infra_cfn/gates.lock .venv/bin/uv
	@echo "Installing the gates of the templates"
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv venv -q --clear --python $(BIN)/python .venv-gates
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install -q --python .venv-gates/bin/python \
	  --compile-bytecode --require-hashes -r infra_cfn/gates.lock
	@touch $@

# It looks for itself whether its sources have changed.
page:
	@$(PYTHON) web/build.py

# Processor times and start-up need Linux; nothing else should run meanwhile.
bench: .venv/installed
	@$(BIN)/python -m benchmarks.graphql $(ARGS)

bench-growth: .venv/installed
	@$(BIN)/python -m benchmarks.graphql.growth $(ARGS)

# The importer reads from the stand-in for S3.
bench-import: .venv/installed .venv-ministack/installed
	@$(BIN)/python -m benchmarks.imports $(ARGS)

# Golden SQL: the diff is what a reviewer reads.
plans: setup
	$(BIN)/python -m pytest tests/graphql_api/test_plans.py --rewrite-plans -q

# A cold start of the packaged function, beside what no function does without.
bench-lambda: setup
	$(BIN)/python -m benchmarks.function $(ARGS)

# docs/diagrams, from the templates.
diagrams: .venv/installed
	@$(BIN)/python -m infra_cfn.diagrams

# docs/gates.md: every mistake is made, and every gate asked about it.
gates: setup .venv-gates/installed
	@$(BIN)/python -m tests.infra_cfn.gates.page

sdl: setup
	$(BIN)/python -m graphql_api.export_schema > schema/api.graphql

# The runtime has boto3; pycparser is for building cffi.
NOT_IN_FUNCTION := boto3 botocore s3transfer jmespath urllib3 pycparser
schema-diff: setup
	@$(BIN)/python -m graphql_api.compare_schema

lock:
	$(BIN)/uv pip compile -q pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra batch --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.lock \
	  --no-emit-package pycparser -o infra_cfn/bundle.lock
	$(BIN)/uv pip compile -q infra_cfn/gates.in --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -o infra_cfn/gates.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra migrate --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.lock \
	  $(addprefix --no-emit-package ,$(NOT_IN_FUNCTION)) -o infra_cfn/function.lock

# The peers' versions: package.json's are written there by hand.
bench-lock:
	cd benchmarks/graphql/peers && ../../../$(BIN)/uv pip compile -q requirements.in --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	cd benchmarks/graphql/peers && npm install --package-lock-only
	cd benchmarks/imports/peers && ../../../$(BIN)/uv pip compile -q requirements.in --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock

clean:
	rm -rf .venv .venv-ministack .venv-gates .venv-peers .venv-import-peers .data build \
	  web/dist web/node_modules \
	  examples/typescript/build examples/typescript/node_modules \
	  tests/graphql_api/audit/node_modules tests/least_privilege/second_simulator/node_modules \
	  benchmarks/graphql/peers/node_modules
