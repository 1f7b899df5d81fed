"""Protects this host from being scaled in while its worker works on a job."""

import logging
from dataclasses import dataclass
from threading import Event as Signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient

# Most jobs are done between two looks and cost no call. One that began since the last look may be
# caught by scaling in: then it is handed back.
LOOK_SECONDS = 10

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Protection:
    """What Auto Scaling was last told of this host."""

    autoscaling: "AutoScalingClient"
    group: str
    instance: str
    busy: Signal
    # Not known at the start: the worker before this one may have died at work.
    protected: bool | None = None

    def follow(self) -> None:
        """Tell Auto Scaling if the worker has become busy, or is so no more.

        Raises:
            ClientError, BotoCoreError: it could not be told; it is with the next look.
        """
        wanted = self.busy.is_set()
        if wanted == self.protected:
            return
        self.autoscaling.set_instance_protection(
            AutoScalingGroupName=self.group,
            InstanceIds=[self.instance],
            ProtectedFromScaleIn=wanted,
        )
        self.protected = wanted
        logger.info("scale-in protection set", extra={"protected": wanted})
