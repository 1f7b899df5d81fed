"""What must be so in the templates and no tool looks at, by area; importing this names them all."""

from tests.infra_cfn.controls import (
    access,
    alarms,
    api,
    function,
    host,
    network,
    rds,
    storage,
)

__all__ = ["access", "alarms", "api", "function", "host", "network", "rds", "storage"]
