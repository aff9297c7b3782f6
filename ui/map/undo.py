"""One step back on the map: what was removed last can be brought back, and a notice says so."""

from collections.abc import Callable

from console.commands import Command, Menu
from console.language import N_
from console.notices import Notices
from ui.map.actions import PANE

_KEY = "map-undo"


class Undo:
    """``offer`` tells that something is gone and how it comes back; ``command`` brings it back."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._step: Callable[[], None] | None = None
        self.command = Command(
            "map.undo", N_("Undo"), self.run, Menu.TOOLS, ("Ctrl+Z",), enabled=lambda: self._step is not None, pane=PANE
        )

    def offer(self, text: str, step: Callable[[], None]) -> None:
        """Something is gone: ``text`` says what, and that Ctrl+Z brings it back; ``step`` does."""
        self._step = step
        self._notices.info(text, key=_KEY)

    def run(self) -> None:
        """Bring it back."""
        step, self._step = self._step, None
        self._notices.end(_KEY)
        if step is not None:
            step()
