"""Which of Qt's system libraries are missing, told before Qt aborts. Imports no Qt."""

from __future__ import annotations

import ctypes
import os
import sys

_NEEDED = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
_NEEDED_ON_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}


def has_display() -> bool:
    """Tell whether a window can be shown; always on Windows and macOS."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def advice() -> str:
    """Return one line that says which packages to install, or an empty text when none is missing."""
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    on_x11 = platform.startswith("xcb") or (not platform and "DISPLAY" in os.environ)
    needed = _NEEDED | (_NEEDED_ON_X11 if on_x11 else {})
    missing = [library for library in needed if not _is_there(library)]
    if not missing:
        return ""
    packages = " ".join(needed[library] for library in missing)
    return f"Qt misses {', '.join(missing)}. On Debian and Ubuntu: sudo apt-get install {packages}"


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
