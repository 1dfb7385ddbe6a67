"""The few small signs that a style sheet can only take from a file, drawn once a colour into the cache."""

from pathlib import Path

from workbench.foundation import atomic, paths

_PATHS = {
    "down": "M2 4 L6 8 L10 4",
    "up": "M2 8 L6 4 L10 8",
    "right": "M4 2 L8 6 L4 10",
    "check": "M2.5 6.5 L5 9 L9.5 3.5",
}


def arrow(name: str, color: str) -> str:
    """Return the path of an SVG of the sign in ``color``, with forward slashes as style sheets want."""
    path = paths.cache() / "signs" / f"{name}-{color.lstrip('#')}.svg"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, _svg(_PATHS[name], color).encode())
    return Path(path).as_posix()


def _svg(path: str, color: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" width="12" height="12">'
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="1.6" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
