"""A layer of the map that is reckoned of the recorded offences, off the window's thread, while it is shown."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from console.domain.offences import Offences
from console.language import _
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_page import MapPage
from console.viewmodels.map_surfaces import PageSurface, Reckoning, steps_said

Made = TypeVar("Made")


class RecordLayer(QObject, Generic[Made]):
    """Waits for the record, and reckons it when the layer is shown. Subclasses say how (``_reckon``) and what it says.

    ``wanted`` is emitted when the layer is shown and there is no record yet.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, layer: str, page: MapPage, layers: MapLayers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layer, self._layers = layer, layers
        self._surface = PageSurface(layer, page, self)
        self._record: Offences | None = None
        self._reckoned: Made | None = None
        self._turn = 0
        """Of the record, and what else all of it is made of: what was reckoned in an earlier one comes too late."""
        self._reckoning: Reckoning[tuple[int, Made]] = Reckoning(self)
        self._reckoning.done.connect(self._take_turn)
        layers.switched.connect(self._switched)

    @property
    def is_shown(self) -> bool:
        """Whether the layer is on."""
        return self._layer in self._layers.visible

    @property
    def is_wanted(self) -> bool:
        """Whether the layer is on and waits for a record."""
        return self.is_shown and self._record is None

    def take(self, record: Offences) -> None:
        """The center's record, or a newer one."""
        self._record = record
        self._begin_anew()

    def headline(self) -> str:
        """What the layer says in one sentence, or why it says nothing yet."""
        if self._record is None:
            return _("Waiting for the center's record of offences…")
        return _("Reckoning…") if self._reckoned is None else self._said(self._reckoned)

    def hint(self) -> str:
        """The same, and how the surface is to be read once it is there, in a line of its own."""
        return self.headline() if self._reckoned is None else f"{self.headline()}\n{steps_said()}"

    def close(self) -> None:
        """Wait for what is being reckoned."""
        self._reckoning.close()

    def _said(self, made: Made) -> str:
        raise NotImplementedError

    def _reckon(self) -> None:
        """Anew, where there is a record, it is seen and is not what is there already."""
        raise NotImplementedError

    def _show(self, made: Made) -> None:
        """Give the page what was reckoned."""
        raise NotImplementedError

    def _begin_anew(self) -> None:
        """All that was reckoned is of something else."""
        self._reckoned = None
        self._turn += 1
        self._reckon()

    def _ask(self, reckon: Callable[[], Made]) -> None:
        turn = self._turn
        self._reckoning.ask(lambda: (turn, reckon()))

    def _take_turn(self, came: tuple[int, Made]) -> None:
        turn, made = came
        if turn != self._turn or made is self._reckoned:
            return
        self._reckoned = made
        self._show(made)
        self._layers.counted.emit()
        self.changed.emit()

    def _switched(self, layer: str, is_on: bool) -> None:
        if layer != self._layer:
            return
        if is_on and self._record is None:
            self.wanted.emit()
        elif is_on:
            self._reckon()
        self.changed.emit()
