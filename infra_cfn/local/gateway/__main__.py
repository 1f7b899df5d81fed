"""The gateway in a process of its own: `python -m infra_cfn.local.gateway`."""

import asyncio
import logging
import sys

from infra_cfn.local.gateway.serve import main

logging.basicConfig(level=logging.INFO, stream=sys.stderr)
sys.exit(asyncio.run(main()))
