"""What is known of a gateway once it answers requests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ready:
    """A gateway that answers requests."""

    port: int
    init_seconds: float  # of its function
