"""The owner's consent as a command on the focused tile, and the question that is asked, from wherever it was begun."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from console.commands import Command, Menu
from console.domain.cameras import Consent
from console.domain.session import LEADS
from console.language import N_, _
from console.viewmodels.actions import Actions
from console.viewmodels.consents import Consents
from console.viewmodels.walls import Walls
from ui.dialogs.consent import ConsentDialog
from ui.undo import Undo
from ui.video.actions import PANE


class ConsentActions:
    """What was put on file last can be undone."""

    def __init__(self, consents: Consents, act: Actions, walls: Walls, undo: Undo, window: QWidget) -> None:
        self._consents, self._act, self._walls = consents, act, walls
        self._undo, self._window = undo, window
        consents.asked.connect(self.ask)
        consents.changed.connect(self._tell)

    def commands(self) -> Iterator[Command]:
        """It is one."""
        yield Command(
            "video.consent",
            N_("Owner's consent…"),
            lambda: self.ask(self._walls.active.focused_tile.camera),
            Menu.VIDEO,
            ("O",),
            roles=tuple(sorted(LEADS)),
            enabled=lambda: self._consents.may_change(self._walls.active.focused_tile.camera),
            pane=PANE,
        )

    def ask(self, camera: str) -> None:
        """Ask what the owner of a camera has said."""
        now = self._consents.of(camera)
        if now is not None and self._consents.may_change(camera):
            dialog = ConsentDialog(camera, now, self._window.window())
            dialog.given.connect(lambda consent, note: self._change(camera, consent, note))
            dialog.open()

    def _change(self, camera: str, consent: Consent, note: str) -> None:
        self._consents.change(self._act, camera, consent, note)

    def _tell(self, camera: str) -> None:
        text = _("On file about {camera}: {consent}. Ctrl+Z in the video takes it back.")
        said = text.format(camera=camera, consent=self._consents.words(camera))
        self._undo.offer(said, partial(self._consents.take_back, self._act))
