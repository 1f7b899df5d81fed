"""Templates as files: what they declare, and what a release makes of them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import yaml


def declared_parameters(body: str) -> dict[str, str | None]:
    """Return a template's parameters with their defaults; None means it must be given."""
    parameters: dict[str, dict[str, Any]] = read_template(body).get("Parameters", {})
    return {
        name: str(declared["Default"]) if "Default" in declared else None
        for name, declared in parameters.items()
    }


def read_template(body: str) -> dict[str, Any]:
    """Return a template as plain values, `!Sub x` as {"!Sub": x}."""
    template: dict[str, Any] = yaml.load(body, Loader=_TemplateLoader)  # noqa: S506
    return template


class _TemplateLoader(yaml.CSafeLoader):  # a tenth of SafeLoader's time; tags become plain values
    pass


def _tagged(loader: _TemplateLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    match node:
        case yaml.SequenceNode():
            return {f"!{tag}": loader.construct_sequence(node, deep=True)}
        case yaml.MappingNode():
            return {f"!{tag}": loader.construct_mapping(node, deep=True)}
    return {f"!{tag}": node.value}


_TemplateLoader.add_multi_constructor("!", _tagged)


def stamp_release(body: str, parameters: Mapping[str, str]) -> str:
    """Return the template with `PerRelease` in logical ids made this release's own."""
    # A published version or API deployment is immutable: only a new logical id makes a new
    # one, so the id changes whenever the template or what it is given does.
    release = hashlib.sha256((body + json.dumps(parameters, sort_keys=True)).encode())
    return body.replace("PerRelease", f"Release{release.hexdigest()[:10]}")
