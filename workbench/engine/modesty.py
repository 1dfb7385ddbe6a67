"""The window has the right of way: the engine works at a lower priority than whoever looks at it.

On a machine that is otherwise idle this costs nothing; on a busy one the curves stay smooth.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import psutil

_LOG = logging.getLogger(__name__)
NICENESS = 10
# Linux may weigh sessions against each other first; niceness then counts only inside of one. The session
# that an engine shares with its window is left alone.
_SESSION = Path("/proc/self/autogroup")


def give_way() -> None:
    """Lower this process' priority; threads that start later inherit it.

    To be called before libraries start threads, and again after the process has a session of its own.
    """
    try:
        if os.name == "nt":
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
            return
        os.nice(max(0, NICENESS - os.nice(0)))
        if _SESSION.exists() and os.getsid(0) == os.getpid():
            _SESSION.write_text(str(NICENESS))
    except OSError:
        _LOG.info("The priority could not be lowered", exc_info=True)
