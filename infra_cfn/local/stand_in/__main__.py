"""MiniStack with what our stacks need besides: `python -m infra_cfn.local.stand_in here.json`.

A port behind the file has it guarded, and answer on that port without TLS too.
"""

import sys
from importlib.metadata import version
from pathlib import Path

WRITTEN_FOR = "1.5.33"


def run() -> None:
    """Serve until a signal; end with a sentence if MiniStack is not as this was written for."""
    if (found := version("ministack")) != WRITTEN_FOR:
        sys.exit(f"infra_cfn/local/stand_in is written for MiniStack {WRITTEN_FOR}, not {found}.")
    # Only now: names with an underscore may be others in another version.
    from ministack.app import main
    from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

    from infra_cfn.local.stand_in.functions import run_functions
    from infra_cfn.local.stand_in.guarded import stand_guard
    from infra_cfn.local.stand_in.handlers import handlers
    from infra_cfn.local.stand_in.here import Here
    from infra_cfn.local.stand_in.http_proxy import pass_on_to_service

    file, *plain_port = sys.argv[1:]
    del sys.argv[1:]  # the rest would be MiniStack's
    here = Here(Path(file))
    _RESOURCE_HANDLERS.update(handlers())
    run_functions(here)
    pass_on_to_service(here)
    for port in plain_port:
        stand_guard(port)
    main()


run()
