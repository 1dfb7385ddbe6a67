"""A qtbot that waits long: what is waited for comes soon, but not on every machine as soon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE = 240_000
"""Milliseconds. Waiting ends with what is waited for, so only a test that fails ever waits as long."""


class PatientBot(QtBot):
    """Waits at least ``PATIENCE`` for a condition or a signal, whatever a test asks for."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(
        self, signal: Any, *, timeout: int = PATIENCE, raising: bool | None = None, **wishes: Any
    ) -> Any:
        patience = timeout if raising is False else max(timeout, PATIENCE)  # a signal that must not come
        return super().waitSignal(signal, timeout=patience, raising=raising, **wishes)
