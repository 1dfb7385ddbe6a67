"""The application's style sheet, from the tokens of a theme and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.arrows import arrow

if TYPE_CHECKING:
    from workbench.ui.theme import Colors


def style_sheet(colors: Colors) -> str:
    """Return Qt's style sheet for a theme: 26 to 30 px controls, radius 6, one-pixel lines."""
    return _TEMPLATE.format(
        c=colors,
        hover=_mix(colors.card, colors.text, 0.07),
        pressed=_mix(colors.card, colors.text, 0.13),
        accent_hover=_mix(colors.accent, colors.text, 0.12),
        chosen=_mix(colors.panel, colors.accent, 0.22),
        down=arrow("down", colors.muted),
        up=arrow("up", colors.muted),
        right=arrow("right", colors.muted),
        check=arrow("check", colors.on_accent),
    )


def _mix(base: str, other: str, share: float) -> str:
    channels = (
        round(int(base[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


_TEMPLATE = """
* {{ font-size: 12px; color: {c.text}; }}
QMainWindow, QDialog {{ background: {c.background}; }}
QWidget[role="page"] {{ background: {c.background}; }}
QFrame[role="panel"], QWidget[role="panel"] {{ background: {c.panel}; border: none; }}
QFrame[role="bar"] {{ background: {c.panel}; border: none; }}
QFrame[role="card"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: 8px; }}
QFrame[role="line"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="vline"] {{ background: {c.line}; border: none; max-width: 1px; min-width: 1px; }}
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: 15px; font-weight: bold; }}
QLabel[role="heading"] {{ font-size: 11px; font-weight: bold; color: {c.muted}; }}
QLabel[role="muted"] {{ color: {c.muted}; font-size: 11px; }}
QLabel[role="faint"] {{ color: {c.faint}; font-size: 11px; }}
QLabel[role="bad"] {{ color: {c.bad}; font-size: 11px; }}
QLabel[role="good"] {{ color: {c.good}; font-size: 11px; }}
QLabel[role="figure"] {{ font-family: monospace; }}
QWidget#preflight_checks QLabel:disabled {{ color: {c.faint}; }}
QPushButton {{ background: {c.card}; border: 1px solid {c.line}; border-radius: 6px; padding: 0 12px;
    min-height: 26px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton:disabled {{ color: {c.faint}; }}
QPushButton[primary="true"] {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent};
    font-weight: bold; }}
QPushButton[primary="true"]:hover {{ background: {accent_hover}; }}
QPushButton[primary="true"]:disabled {{ background: {c.line}; border-color: {c.line}; color: {c.faint}; }}
QPushButton[role="link"] {{ background: transparent; border: none; color: {c.accent}; padding: 0; }}
QPushButton[role="word"] {{ background: transparent; border: none; color: {c.accent}; padding: 0;
    min-height: 16px; font-size: 11px; }}
QPushButton[role="word"]:hover, QPushButton[role="word"]:focus {{ text-decoration: underline; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 2px 8px;
    min-height: 22px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:focus {{ border-color: {c.accent}; }}
QToolButton:checked {{ background: {c.field}; border-color: {c.line}; font-weight: bold; }}
QToolButton[role="bad"] {{ color: {c.bad}; font-weight: bold; }}
QToolButton:disabled {{ color: {c.faint}; }}
QToolButton[role="mode"] {{ font-size: 13px; color: {c.muted}; min-height: 26px; min-width: 74px; }}
QToolButton[role="mode"]:checked {{ color: {c.text}; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit {{ background: {c.field};
    border: 1px solid {c.line}; border-radius: 6px; padding: 0 8px; min-height: 26px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QPlainTextEdit, QTextEdit {{ padding: 6px; }}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus,
    QTextEdit:focus {{ border-color: {c.accent}; }}
QLineEdit#project-title {{ font-size: 15px; font-weight: bold; background: transparent;
    border-color: transparent; padding: 0 4px; }}
QLineEdit#project-title:hover, QLineEdit#project-title:focus {{ border-color: {c.line}; }}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QSpinBox[invalid="true"] {{ border-color: {c.bad}; }}
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ color: {c.faint}; }}
QSpinBox, QDoubleSpinBox {{ font-family: monospace; padding-right: 18px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button {{ width: 18px; border: none;
    subcontrol-position: top right; }}
QSpinBox::down-button, QDoubleSpinBox::down-button {{ width: 18px; border: none;
    subcontrol-position: bottom right; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({up}); width: 9px; height: 9px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url({down}); width: 9px; height: 9px; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url({down}); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{ background: {c.card}; border: 1px solid {c.line}; outline: none;
    selection-background-color: {chosen}; selection-color: {c.text}; }}
QCheckBox, QRadioButton {{ background: transparent; spacing: 8px; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px;
    border: 1px solid {c.faint}; border-radius: 4px; background: {c.field}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {c.accent};
    border-color: {c.accent}; image: url({check}); }}
QCheckBox::indicator:focus, QCheckBox:focus {{ border-color: {c.accent}; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {c.faint}; border-radius: 8px;
    background: {c.field}; }}
QRadioButton::indicator:checked {{ border: 4px solid {c.accent}; width: 8px; height: 8px;
    border-radius: 8px; }}
QRadioButton::indicator:focus {{ border-color: {c.accent}; }}
QListView#command-list::item, QListWidget#explore_topics::item {{ padding-left: 8px; }}
QTextBrowser#help-text {{ border: none; background: {c.background}; }}
QAbstractItemView {{ background: {c.panel}; border: none; outline: none; selection-background-color: {chosen};
    selection-color: {c.text}; alternate-background-color: {c.panel}; }}
QTreeView::item, QListView::item {{ min-height: 25px; }}
QAbstractItemView[role="plain"], QAbstractItemView[role="plain"] QHeaderView,
    QAbstractItemView[role="plain"] QHeaderView::section {{ background: transparent; }}
QTableView::item {{ padding: 0 6px; }}
QTableView {{ gridline-color: {c.line}; }}
QHeaderView {{ background: {c.panel}; }}
QHeaderView::section {{ background: {c.panel}; color: {c.muted}; border: none; padding: 4px 8px;
    border-bottom: 1px solid {c.line}; font-size: 11px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; min-height: 24px;
    min-width: 24px; }}
QScrollBar::handle:hover {{ background: {c.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSlider {{ min-height: 22px; background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; background: {c.line}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
    background: {c.text}; border: none; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {c.accent}; }}
QProgressBar {{ background: {c.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QMenuBar {{ background: {c.panel}; }}
QMenuBar::item {{ background: transparent; padding: 4px 8px; }}
QMenuBar::item:selected {{ background: {hover}; border-radius: 4px; }}
QMenu {{ background: {c.card}; border: 1px solid {c.line}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chosen}; }}
QMenu::item:disabled {{ color: {c.faint}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px; }}
QToolTip {{ background: {c.card}; color: {c.text}; border: 1px solid {c.line}; padding: 4px; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QStatusBar {{ background: {c.panel}; color: {c.muted}; }}
QGroupBox {{ border: 1px solid {c.line}; border-radius: 8px; margin-top: 8px; padding: 8px; }}
"""
