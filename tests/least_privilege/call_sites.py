"""Where the programs' sources call AWS, found by the operations' names."""

import ast
from collections.abc import Iterator
from pathlib import Path

import botocore.session
from botocore import xform_name

from tests.least_privilege.roles import OF_PEOPLE

ROOT = Path(__file__).parents[2]
PROGRAMS = ("graphql_api", "ec2_batch")
SERVICES = ("s3", "sqs", "events")
PRESIGNED = {"generate_presigned_post": "put_object"}  # what a form that is signed stands for


def call_sites() -> set[tuple[str, str]]:
    """Return modules and operations, but for calls of people."""
    known = _operations()
    return {
        (module, operation)
        for program in PROGRAMS
        for path in (ROOT / program).rglob("*.py")
        for module in [".".join(path.relative_to(ROOT).with_suffix("").parts)]
        for place, operation in _named(path, known)
        if not any(f"{module}.{place}".startswith(people) for people, _why in OF_PEOPLE)
    }


def _operations() -> set[str]:
    session = botocore.session.get_session()
    models = (session.get_service_model(service) for service in SERVICES)
    return {xform_name(name) for model in models for name in model.operation_names}


def _named(path: Path, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each operation that is called or named, and in which function."""
    tree = ast.parse(path.read_text())
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if not isinstance(node, ast.Call):
                    continue
                if isinstance(node.func, ast.Attribute):
                    name = PRESIGNED.get(node.func.attr, node.func.attr)
                    if name in known:
                        yield function.name, name
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and first.value in known:
                    yield function.name, str(first.value)
