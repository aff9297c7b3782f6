"""Sounds for tests of listening: nothing is read and nothing heard, but all of it is kept."""

from collections.abc import Callable

from console.domain.protocol import Opening
from console.domain.sound import Sound, SoundState


class FakeSound:
    """A sound that is heard when its ``state`` says so."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.state = SoundState.OPENING
        self.is_stopped = False

    def take(self, most: int) -> bytes:
        return b"\0" * most

    def stop(self) -> None:
        self.is_stopped = True


class FakeSounds:
    """Keeps every sound it made."""

    def __init__(self) -> None:
        self.made: list[FakeSound] = []

    def listen(self, address: str) -> FakeSound:
        self.made.append(FakeSound(address))
        return self.made[-1]


class FakeLoudspeaker:
    """Says what it plays."""

    def __init__(self) -> None:
        self.on_device: Callable[[], None] = lambda: None
        self.has_device = True
        self.playing: Sound | None = None
        self.volume = -1

    def play(self, sound: Sound, volume: int) -> None:
        self.playing, self.volume = sound, volume

    def set_volume(self, volume: int) -> None:
        self.volume = volume

    def stop(self) -> None:
        self.playing = None


class FakeMicrophones:
    """Lets everybody listen, and keeps what the journal would say."""

    def __init__(self) -> None:
        self.journal: list[str] = []

    async def listen(self, opening: Opening) -> None:
        self.journal.append(f"+{opening.camera}")

    async def stop_listening(self, opening: Opening) -> None:
        self.journal.append(f"-{opening.camera}")
