"""Light and dark: the tokens of colour, the faces, and the one style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from workbench.ui.style_sheet import style_sheet

_FAMILIES = {
    "input/output": "#8A94A6",
    "core": "#6E8BFF",
    "convolution": "#2BB3A3",
    "pooling": "#4CC38A",
    "regularisation": "#A78BFA",
    "normalisation": "#E879B9",
    "activation": "#E5B83B",
    "merging": "#F08C4A",
    "recurrent and attention": "#F2555A",
    "preprocessing and augmentation": "#C0A16B",
    "block": "#5AA7C9",
    "my blocks": "#5AA7C9",
    "networks": "#5AA7C9",
}


@dataclass(frozen=True)
class Colors:
    """The tokens of one theme, as ``#RRGGBB``."""

    background: str
    panel: str
    card: str
    field: str
    canvas: str
    dot: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    training: str
    validation: str
    good: str
    bad: str

    def family(self, name: str) -> str:
        """Return the colour of a layer family; grey for one that has none."""
        return _FAMILIES.get(name, self.faint)


DARK = Colors(
    background="#12151A",
    panel="#191D24",
    card="#20252E",
    field="#12151A",
    canvas="#0F1216",
    dot="#1E242D",
    line="#2B323D",
    text="#E8ECF2",
    muted="#8A94A6",
    faint="#5B6576",
    accent="#6E8BFF",
    on_accent="#0F1216",
    training="#56B4E9",
    validation="#E69F00",
    good="#4CC38A",
    bad="#F2555A",
)
LIGHT = Colors(
    background="#F4F5F8",
    panel="#FFFFFF",
    card="#FFFFFF",
    field="#F4F5F8",
    canvas="#FAFBFC",
    dot="#E3E7ED",
    line="#DDE1E8",
    text="#1A1F29",
    muted="#5F6B7C",
    faint="#97A1B0",
    accent="#3D5BDB",
    on_accent="#FFFFFF",
    training="#0072B2",
    validation="#D55E00",
    good="#2B9A66",
    bad="#CE2C31",
)


def mono_font(points: float = 8.5, *, bold: bool = False) -> QFont:
    """Return the face for figures, so that they don't dance."""
    return QFont(_mono_font(points, bold))


@lru_cache(maxsize=32)
def _mono_font(points: float, bold: bool) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


class Theme(QObject):
    """Which theme is on. Custom-painted widgets repaint on ``changed``; all others follow the style sheet."""

    changed = Signal()

    def __init__(self, *, dark: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dark = dark

    @property
    def colors(self) -> Colors:
        return DARK if self._dark else LIGHT

    @property
    def is_dark(self) -> bool:
        return self._dark

    def set_dark(self, dark: bool) -> None:
        if dark != self._dark:
            self._dark = dark
            self.changed.emit()

    def apply(self, app: QApplication) -> None:
        """Dress the whole application; called once at start and after every change."""
        app.setPalette(self._palette())
        app.setStyleSheet(style_sheet(self.colors))

    def _palette(self) -> QPalette:
        colors, palette = self.colors, QPalette()
        roles = {
            QPalette.ColorRole.Window: colors.background,
            QPalette.ColorRole.Base: colors.field,
            QPalette.ColorRole.AlternateBase: colors.panel,
            QPalette.ColorRole.Text: colors.text,
            QPalette.ColorRole.WindowText: colors.text,
            QPalette.ColorRole.Button: colors.card,
            QPalette.ColorRole.ButtonText: colors.text,
            QPalette.ColorRole.Highlight: colors.accent,
            QPalette.ColorRole.HighlightedText: colors.on_accent,
            QPalette.ColorRole.ToolTipBase: colors.card,
            QPalette.ColorRole.ToolTipText: colors.text,
            QPalette.ColorRole.PlaceholderText: colors.faint,
            QPalette.ColorRole.Link: colors.accent,
            QPalette.ColorRole.Mid: colors.line,
        }
        for role, value in roles.items():
            palette.setColor(role, QColor(value))
        disabled = QPalette.ColorGroup.Disabled
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(disabled, role, QColor(colors.faint))
        return palette
