"""What became of an attempt at a job."""

from enum import Enum, auto


class Outcome(Enum):
    """Whether a job's message has served its purpose."""

    DONE = auto()
    AGAIN = auto()  # it failed, and may be tried again
    BUSY = auto()  # another worker has the job
    STOPPED = auto()  # this worker has to end; the rest is for another
    NOT_UPLOADED = auto()  # the object that the message tells of is not there
