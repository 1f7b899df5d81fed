"""The Lambda: everything is made once at INIT, before the first event."""

import gc

gc.disable()  # nothing that is imported here becomes garbage

from graphql_api.compose import make_handler  # noqa: E402
from runtime.settings import ApiSettings  # noqa: E402

handler = make_handler(ApiSettings.read(), warm=True)

gc.enable()
gc.freeze()
