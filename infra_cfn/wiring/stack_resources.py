"""Resources of wired stacks, to be looked up."""

from collections.abc import Iterable, Iterator

from infra_cfn.wiring.resource import Resource


class Made:
    """What the stacks make."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Take what `wire` gives."""
        self._resources = list(resources)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._resources)

    def of(self, kind: str) -> list[Resource]:
        """Return those of a type."""
        return [r for r in self._resources if r.kind == kind]

    def naming(self, kind: str, key: str, value: str) -> list[Resource]:
        """Return those of a type with a property of this value."""
        return [r for r in self.of(kind) if r.properties.get(key) == value]

    def referred(self, reference: str) -> Resource:
        """Return the one that Ref gives this for."""
        return next(r for r in self._resources if r.reference == reference)
