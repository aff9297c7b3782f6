"""One step back in a pane: what was done last can be taken back with Ctrl+Z, and a notice says so."""

from collections.abc import Callable

from console.commands import Command, Menu
from console.language import N_
from console.notices import Notices


class Undo:
    """``offer`` tells that something was done and how it is taken back; ``command`` takes it back.

    Args:
        notices: where it is told.
        command: id of the command.
        pane: where its key works.
        menu: where it stands.
    """

    def __init__(self, notices: Notices, command: str, pane: str, menu: Menu | None = None) -> None:
        self._notices = notices
        self._step: Callable[[], object] | None = None
        self.command = Command(
            command, N_("Undo"), self._run, menu, ("Ctrl+Z",), enabled=lambda: self._step is not None, pane=pane
        )

    def offer(self, text: str, step: Callable[[], object]) -> None:
        """Something was done: ``text`` says what, and that Ctrl+Z takes it back; ``step`` does."""
        self._step = step
        self._notices.info(text, key=self.command.id)

    def _run(self) -> None:
        step, self._step = self._step, None
        self._notices.end(self.command.id)
        if step is not None:
            step()
