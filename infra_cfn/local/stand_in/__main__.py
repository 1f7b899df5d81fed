"""MiniStack with what our templates need besides it: `python -m infra_cfn.local.stand_in`."""

import sys
from importlib.metadata import version

WRITTEN_FOR = "1.5.33"


def run() -> None:
    """Serve until a signal; end with a sentence if MiniStack is not as this was written for."""
    if (found := version("ministack")) != WRITTEN_FOR:
        sys.exit(f"infra_cfn/local/stand_in is written for MiniStack {WRITTEN_FOR}, not {found}.")
    # Only now: names with an underscore may be others in another version.
    from ministack.app import main
    from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

    from infra_cfn.local.stand_in.handlers import handlers

    _RESOURCE_HANDLERS.update(handlers())
    main()


run()
