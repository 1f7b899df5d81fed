"""A ready token for the pages of this machine; never deployed.

The product has no endpoint that gives tokens. Here, opening a page signs in a demo user, and
the token travels in the fragment, which browsers send to no server.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl, urlencode

from infra_cfn.local.gateway.http_message import Request, Response
from schema.access.roles import Role

TokenForRole = Callable[[Role], str]

# Which page opens as whom, unless `?role=` says otherwise.
PAGES = {"/graphiql": Role.ADMIN, "/console": Role.OPERATOR}

LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?")


def role_wanted(request: Request, path: str, query: str) -> Role | None:
    """Return the role to sign in as, None for anything but the first visit to a page.

    None too for a Host that is not this machine: a name on the internet that an attacker
    makes point here must not be given a token.
    """
    usual = PAGES.get(path.rstrip("/"))
    asked = parse_qs(query)
    if request.method != "GET" or usual is None or "as" in asked or not addressed_here(request):
        return None
    wanted = asked.get("role", [usual])[0]
    return Role(wanted) if wanted in set(Role) else usual


def addressed_here(request: Request) -> bool:
    """Say whether the request was sent to a loopback address or name."""
    return bool(LOOPBACK.fullmatch(request.header("host") or ""))


def redirect(target: str, role: Role, token: str) -> Response:
    """Return the way to the same page, with a token; a link into the page stays one."""
    path, _, query = target.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name != "role"]
    location = f"{path}?{urlencode([('as', role.value), *kept])}#{urlencode({'token': token})}"
    kept_nowhere = [("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")]
    return Response(302, [("Location", location), *kept_nowhere])
