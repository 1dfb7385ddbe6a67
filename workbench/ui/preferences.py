"""What the window remembers from one time to the next; a damaged file counts as none."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QApplication

from workbench.foundation import paths
from workbench.ui.canvas.heat import CHOICES, HeatBy

_THEME, _GEOMETRY, _HEAT, _SUMMARY, _STILL = "theme", "geometry", "heat-map", "summary-open", "reduced-motion"


def prefers_dark(app: QApplication) -> bool:
    """Return whether the dark theme was on last time; at first, what the desktop says."""
    remembered = _settings().value(_THEME)
    if remembered in ("dark", "light"):
        return bool(remembered == "dark")
    return app.styleHints().colorScheme() != Qt.ColorScheme.Light


def remember_theme(*, dark: bool) -> None:
    _settings().setValue(_THEME, "dark" if dark else "light")


def geometry() -> QByteArray | None:
    """Return the window's place and size of last time."""
    remembered = _settings().value(_GEOMETRY)
    return remembered if isinstance(remembered, QByteArray) else None


def remember_geometry(value: QByteArray) -> None:
    _settings().setValue(_GEOMETRY, value)


def heat_map() -> HeatBy:
    """Return what coloured the cards last time; at first, nothing."""
    remembered = _settings().value(_HEAT)
    return next((by for by in CHOICES if by == remembered), "off")


def remember_heat_map(by: str) -> None:
    _settings().setValue(_HEAT, by)


def is_summary_open() -> bool:
    """Return whether the summary of the network was open last time."""
    return bool(_settings().value(_SUMMARY) == "yes")


def remember_summary(is_open: bool) -> None:
    _settings().setValue(_SUMMARY, "yes" if is_open else "no")


def is_motion_reduced() -> bool:
    """Return whether nothing is to glide; at first it may, unless the platform wants no motion."""
    return bool(_settings().value(_STILL) == "yes")


def remember_reduced_motion(is_reduced: bool) -> None:
    _settings().setValue(_STILL, "yes" if is_reduced else "no")


def _settings() -> QSettings:
    return QSettings(str(paths.state() / "window.ini"), QSettings.Format.IniFormat)
