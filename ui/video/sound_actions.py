"""Commands on sound: listen to the focused tile, louder, softer."""

from collections.abc import Iterator
from functools import partial

from console.commands import Command, Menu
from console.language import N_, _
from console.notices import Notices
from console.viewmodels.listening import STEP, Listening
from console.viewmodels.walls import Walls
from ui.video.actions import PANE


class SoundActions:
    """What can be done about the sound of the tile that has the focus."""

    def __init__(self, listening: Listening, walls: Walls, notices: Notices) -> None:
        self._listening, self._walls, self._notices = listening, walls, notices

    def commands(self) -> Iterator[Command]:
        """Each of them."""
        yield Command(
            "video.listen",
            N_("Listen to the focused camera"),
            self.turn,
            Menu.VIDEO,
            ("M",),
            enabled=lambda: self._listening.is_on or self._walls.active.focused_tile.can_be_heard,
            checked=lambda: self._listening.is_on,
            pane=PANE,
        )
        for id_, title, key, step in (
            ("louder", N_("Sound: louder"), "Alt+Up", STEP),
            ("softer", N_("Sound: softer"), "Alt+Down", -STEP),
        ):
            yield Command(
                f"video.{id_}",
                title,
                partial(self._change, step),
                Menu.VIDEO,
                (key,),
                enabled=lambda: self._listening.is_on,
                pane=PANE,
            )

    def _change(self, step: int) -> None:
        self._listening.set_volume(self._listening.volume + step)

    def turn(self) -> None:
        """Listen, or no longer; said in words, since it is on the record."""
        self._listening.turn()
        if not self._listening.is_on:
            self._notices.info(_("You listen to no camera any more."), key="listening")
        elif not self._listening.has_device:
            self._notices.warning(_("This computer has no sound device: nothing is heard."), key="listening")
        else:
            text = _("You listen to the camera of the focused tile, if it has a microphone; the journal says so.")
            self._notices.info(text, key="listening")
