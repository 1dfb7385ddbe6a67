"""What the window remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from workbench.foundation import paths
from workbench.ui import preferences


@pytest.mark.parametrize("dark", [True, False])
def test_that_the_theme_of_last_time_comes_back(qapp: QApplication, workbench_home: Path, dark: bool) -> None:
    preferences.remember_theme(dark=dark)

    assert preferences.prefers_dark(qapp) is dark


def test_that_motion_is_reduced_for_as_long_as_it_is_wished(qapp: QApplication, workbench_home: Path) -> None:
    assert not preferences.is_motion_reduced()
    preferences.remember_reduced_motion(True)
    assert preferences.is_motion_reduced()
    preferences.remember_reduced_motion(False)
    assert not preferences.is_motion_reduced()


def test_that_a_damaged_settings_file_counts_as_none(qapp: QApplication, workbench_home: Path) -> None:
    paths.state().mkdir(parents=True)
    (paths.state() / "window.ini").write_bytes(b"\x00[[[theme=\xff\ngeometry")

    assert preferences.geometry() is None
    assert preferences.prefers_dark(qapp) in (True, False)
