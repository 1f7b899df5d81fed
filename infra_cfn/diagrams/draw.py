"""All diagrams, of production with every way to the internet closed."""

from collections.abc import Iterable

from infra_cfn.diagrams.network import draw_network
from infra_cfn.diagrams.security import draw_security
from infra_cfn.diagrams.system import draw_system
from infra_cfn.wiring.resource import Resource
from infra_cfn.wiring.stack_resources import Made
from infra_cfn.wiring.wire import wire


def drawn(resources: Iterable[Resource] | None = None) -> dict[str, str]:
    """Return each diagram's SVG by its name."""
    made = Made(wire("production") if resources is None else resources)
    return {
        "system": draw_system(made),
        "network": draw_network(made),
        "security": draw_security(made),
    }
