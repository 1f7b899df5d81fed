"""Every mistake that somebody could make in the templates, by name."""

from tests.infra_cfn import list_mistakes, network_mistakes, proxy_mistakes
from tests.infra_cfn.gates.mistake import Mistake
from tests.infra_cfn.gates.mistakes_access import ACCESS
from tests.infra_cfn.gates.mistakes_data import DATA
from tests.infra_cfn.gates.mistakes_programs import PROGRAMS
from tests.infra_cfn.gates.tool_mistakes import TOOL_MISTAKES

NETWORK = [
    Mistake(mistake.name, mistake.make)
    for mistake in (
        *network_mistakes.MISTAKES,
        *list_mistakes.LIST_MISTAKES,
        *proxy_mistakes.PROXY_MISTAKES,
    )
]
BY_AREA = {
    "Data": DATA,
    "Programs": PROGRAMS,
    "Access": ACCESS,
    "What tools alone look for": [mistake for mistake, _tool in TOOL_MISTAKES],
    "Network": NETWORK,
}
MISTAKES = {mistake.name: mistake for mistakes in BY_AREA.values() for mistake in mistakes}
