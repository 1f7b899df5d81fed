"""Become another program that ends when its parent does, however its parent ends.

Run as a script with plain Python: leash.py SIGNAL PARENT_PID PROGRAM ARGUMENT…
Linux only; elsewhere the program outlives a parent that is killed.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>


def end_with_parent(last_words: int, parent: int) -> None:
    """Have the kernel send this process a signal when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, last_words)
        if os.getppid() != parent:  # it ended before the kernel was asked
            os.kill(os.getpid(), last_words)


def main(last_words: int, parent: int, program: list[str]) -> None:
    """Take the leash, then become the program."""
    end_with_parent(last_words, parent)
    os.execvp(program[0], program)  # noqa: S606


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
