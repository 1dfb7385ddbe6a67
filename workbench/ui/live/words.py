"""Figures in words: durations, counts, rates and readings, each as short as it can be said."""

import math
from datetime import datetime

from PySide6.QtCore import QCoreApplication

_CONTEXT = "Words"
_UNKNOWN = "–"
_SIZES = ("B", "KB", "MB", "GB", "TB")


def duration(seconds: float) -> str:
    """Return ``1 min 12 s``, ``2 h 5 min``, ``3 d 4 h``: at most two units."""
    whole = round(seconds) if math.isfinite(seconds) else 0
    if whole < 1:
        return QCoreApplication.translate(_CONTEXT, "under 1 s")
    if whole < 60:
        return QCoreApplication.translate(_CONTEXT, "{0} s").format(whole)
    if whole < 3600:
        return QCoreApplication.translate(_CONTEXT, "{0} min {1} s").format(whole // 60, whole % 60)
    if whole < 86400:
        return QCoreApplication.translate(_CONTEXT, "{0} h {1} min").format(whole // 3600, whole % 3600 // 60)
    return QCoreApplication.translate(_CONTEXT, "{0} d {1} h").format(whole // 86400, whole % 86400 // 3600)


def time_left(seconds: float | None) -> str:
    """Return ``1 min 12 s left``, or nothing while nobody can know."""
    if seconds is None or not math.isfinite(seconds):
        return ""
    return QCoreApplication.translate(_CONTEXT, "{0} left").format(duration(seconds))


def count(number: int) -> str:
    """Return ``2,310``."""
    return f"{number:,}"


def short_count(number: int) -> str:
    """Return a count in at most four characters: ``9999``, ``12k``, ``3M``."""
    if number < 10_000:
        return str(number)
    if number < 1_000_000:
        return f"{number // 1000}k"
    return f"{number // 1_000_000}M"


def size(count: int) -> str:
    """Return bytes as ``412 MB`` or ``3.2 GB``, in steps of 1,024."""
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(_SIZES) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.0f} {_SIZES[unit]}" if unit == 0 or value >= 9.95 else f"{value:.1f} {_SIZES[unit]}"


def percent(share: float) -> str:
    """Return a share of 0 to 1 as ``0.4 %``: with a decimal below 10 %."""
    return f"{100 * share:.0f} %" if share >= 0.0995 else f"{100 * share:.1f} %"


def rate(examples_per_second: float) -> str:
    """Return ``2,310 examples/s``, or nothing before the first figure."""
    if not math.isfinite(examples_per_second) or examples_per_second <= 0:
        return ""
    figure = count(round(examples_per_second)) if examples_per_second >= 10 else f"{examples_per_second:.1f}"
    return QCoreApplication.translate(_CONTEXT, "{0} examples/s").format(figure)


def reading(value: float | None) -> str:
    """Return a loss or metric in at most seven characters: ``0.412``, ``12.41``, ``1.2e-05``, ``NaN``."""
    if value is None:
        return _UNKNOWN
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    size = abs(value)
    if size and (size < 0.0005 or size >= 100_000):
        return f"{value:.1e}"
    decimals = 3 if size < 10 else 2 if size < 100 else 1 if size < 1000 else 0
    return f"{value:.{decimals}f}"


def share(part: int, whole: int) -> str:
    """Return ``7 %``; a share that is neither none nor all never rounds to either."""
    if whole <= 0:
        return "0 %"
    percent = 100 * part / whole
    if 0 < percent < 1:
        return "< 1 %"
    if 99 < percent < 100:
        return "> 99 %"
    return f"{percent:.0f} %"


def short(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def metric_title(name: str) -> str:
    """Return a metric's name as a heading: ``mean_absolute_error`` -> ``Mean absolute error``."""
    spaced = name.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def moment(at: str) -> str:
    """Return a UTC instant (ISO 8601) as local ``20 Nov 15:30``, with the year if it is another one."""
    try:
        local = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    this_year = local.year == datetime.now().year
    return local.strftime("%d %b %H:%M" if this_year else "%d %b %Y %H:%M")
