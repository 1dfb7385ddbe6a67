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
# that an engine shares with its window is left alone. With 19 the window waits less, but of two cores a
# convolutional network got less out of both: its runs were slower, mostly by more than a tenth.
_SESSION = "/proc/{0}/autogroup"


def give_way(pid: int | None = None) -> None:
    """Lower the priority of this process, or of its child ``pid``; threads that start later inherit it.

    To be called before libraries start threads, and again after the process has a session of its own. Whoever
    starts a child calls it too: an interpreter needs a while to come to its first line.
    """
    pid = pid or os.getpid()
    try:
        process = psutil.Process(pid)
        if os.name == "nt":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
            return
        process.nice(max(NICENESS, process.nice()))
        session = Path(_SESSION.format(pid))
        if session.exists() and os.getsid(pid) == pid:
            session.write_text(str(NICENESS))
    except (OSError, psutil.Error):
        _LOG.info("The priority could not be lowered", exc_info=True)
