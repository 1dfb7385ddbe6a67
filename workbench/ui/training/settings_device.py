"""Where to compute: the devices that the engine found, by their names."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.combo import CalmComboBox

AUTO, ALL = "auto", "gpus"


class DeviceEditor(Editor):
    """``auto`` and what there is; a device of another machine stays in the list, marked as absent."""

    def __init__(self, param: Param, parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        self._known: tuple[tuple[str, str], ...] = ()
        self._values: list[str] = []
        self.combo = CalmComboBox(self)
        self._set_field(self.combo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.combo.activated.connect(lambda index: self._take(self._values[index]))

    def set_devices(self, devices: tuple[tuple[str, str], ...]) -> None:
        """Take what the engine found: pairs of ``cpu`` or ``gpu:N`` and a name."""
        self._known = devices
        self._display(self._value)

    def _display(self, value: ParamValue) -> None:
        wanted = str(value or AUTO)
        entries = {AUTO: self.tr("automatic")}
        entries |= {
            device: name if device == ALL else f"{device.upper()} · {name}" for device, name in self._known
        }
        if wanted not in entries:
            entries[wanted] = self._unlisted(wanted)
        self._values = list(entries)
        self.combo.clear()
        self.combo.addItems(list(entries.values()))
        self.combo.setCurrentIndex(self._values.index(wanted))

    def _unlisted(self, device: str) -> str:
        """Return the words of a device that is not in the list: several of them, or of another machine."""
        kind, _, numbers = device.partition(":")
        known = {name for name, _ in self._known}
        if not known or all(f"{kind}:{number}" in known for number in numbers.split(",")):
            return device.upper()
        return self.tr("{device} (not on this machine)").format(device=device)
