"""What can be done about the sounds of alarms: silenced, switched off, tested, set; the settings keep it."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from console.commands import Command, Menu
from console.domain.alarms import Priority
from console.language import N_, _
from console.settings import Nagging, Settings
from console.viewmodels.annunciation import Annunciation
from console.viewmodels.status import SoundState, StatusView
from ui.alarms.annunciator import Annunciator
from ui.dialogs.sounds import SoundsDialog


class SoundActions:
    """The commands of sound; takes up what the settings say when it is made."""

    def __init__(
        self, annunciator: Annunciator, asked: Annunciation, status: StatusView, settings: Settings, window: QWidget
    ) -> None:
        self._annunciator, self._asked, self._status = annunciator, asked, status
        self._settings, self._window = settings, window
        self._use(self._volumes(), settings.nagging, speaks=settings.speaks)
        annunciator.mute(settings.is_muted)

    def commands(self) -> Iterator[Command]:
        """Each of them, declared."""
        yield Command("sound.silence", N_("Silence this sound"), self._annunciator.silence, Menu.ALARM, ("F8",))
        yield Command(
            "sound.mute",
            N_("Sound off"),
            self.turn,
            Menu.ALARM,
            ("Ctrl+M",),
            checked=lambda: self._annunciator.is_muted,
        )
        yield Command("sound.settings", N_("Sounds of alarms…"), self._ask, Menu.ALARM)
        yield Command(
            "sound.test", N_("Test the emergency sound"), lambda: self._annunciator.test(Priority.P1), Menu.ALARM
        )

    def turn(self) -> None:
        """Switch the sound off or on."""
        self._settings.is_muted = not self._annunciator.is_muted
        self._annunciator.mute(self._settings.is_muted)

    def _volumes(self) -> dict[Priority, int]:
        return {priority: self._settings.volume.get(priority.name, 100) for priority in Priority}

    def _ask(self) -> None:
        before, spoken = self._volumes(), self._annunciator.spoken
        dialog = SoundsDialog(before, self._settings.nagging, self._state(), self._test, spoken, self._window)
        dialog.given.connect(self._keep)
        dialog.rejected.connect(lambda: self._annunciator.set_volumes(before))
        dialog.open()

    def _test(self, priority: Priority, per_cent: int) -> None:
        self._annunciator.set_volumes({priority: per_cent})
        self._annunciator.test(priority)

    def _keep(self, volumes: dict[Priority, int], nagging: Nagging, speaks: bool) -> None:
        self._settings.volume = {priority.name: per_cent for priority, per_cent in volumes.items()}
        self._settings.nagging, self._settings.speaks = nagging, speaks
        self._use(volumes, nagging, speaks=speaks)

    def _use(self, volumes: dict[Priority, int], nagging: Nagging, *, speaks: bool) -> None:
        self._annunciator.set_volumes(volumes)
        self._asked.nagging = nagging
        self._annunciator.spoken.use(speaks)

    def _state(self) -> str:
        return {
            SoundState.ON: "",
            SoundState.MUTED: _("Sound is off: alarms are only seen"),
            SoundState.NO_DEVICE: _("No sound device: alarms are only seen"),
        }[self._status.sound]
