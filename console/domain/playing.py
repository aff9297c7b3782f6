"""The seam to a video engine: what a wall asks of a player, whoever decodes (libvlc, or a test's own pictures)."""

from collections.abc import Callable, Sequence
from ctypes import c_ubyte
from enum import StrEnum
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from console.domain.streams import PrivacyMask

NEAR = 0.01
"""A picture whose scale is off by less than this share is neither scaled by the player nor by the painter, which leaves
its rim out: scaling costs five times as much as the bare conversion, and blurs."""


class PlayerState(StrEnum):
    """How a player stands with its stream."""

    OPENING = "opening"
    """No picture has come yet."""
    PLAYING = "playing"
    ENDED = "ended"
    """The sender closed the stream."""
    FAILED = "failed"
    """It cannot be reached."""
    REFUSED = "refused"
    """The sender does not accept the name and password, or asks for some."""
    NO_VIDEO = "no_video"
    """There is something, but no video that can be shown."""
    HUNG = "hung"
    """The engine does not answer any more; stop it and take another player."""
    MISSING = "missing"
    """There is no engine on this machine; ``Players.missing`` says what to install."""


Writes = Sequence[Callable[[], object]]
"""Steps to be called in their order and all of them, soon: nothing that they read or write is held by them.

What can fail has been done before. So a wall prepares the steps of all its tiles, and takes them when nothing else is
left to do: pixels leave little of what prepares them in the processor's cache.
"""


class Frame(Protocol):
    """A decoded picture, ``width`` by ``height`` pixels.

    ``position`` is its place in the stream, as ``Player.position``; None where the player knows only its newest one's.
    """

    @property
    def width(self) -> int: ...  # noqa: D102
    @property
    def height(self) -> int: ...  # noqa: D102
    @property
    def position(self) -> float | None: ...  # noqa: D102

    def pixels(self) -> "Pixels":
        """What is seen of it, masks and all; may be made only now.

        The memory is the caller's until this thread asks any frame for its pixels, or the frame is valid no more.
        """
        ...

    def writes(self, into: "Surface", above: int = 0, over: "Sequence[Overlay]" = ()) -> Writes:
        """What writes all that is seen of it into memory that is shown; none where to paint ``pixels`` is as quick.

        From its upper left corner on, as much as fits; the rest of the surface is left as it was. At the top ``above``
        of its rows, an even number, are left out. ``over`` is laid over it then, but what is not inside of the surface.
        """
        ...


class Surface(Struct, frozen=True):
    """Memory that is shown, to be written at once: 32 bits a pixel (blue, green, red, 255).

    ``address`` is where its upper left pixel is, ``pitch`` bytes lie from row to row. Whoever gives it answers for it.
    """

    address: int
    pitch: int
    width: int
    height: int

    @property
    def data(self) -> memoryview:
        """Its bytes, with those between its rows."""
        size = self.pitch * (self.height - 1) + 4 * self.width
        return memoryview((c_ubyte * size).from_address(self.address)).cast("B")


class Overlay(Struct, frozen=True):
    """What lies over a picture: 32 bits a pixel (blue, green, red, alpha; premultiplied).

    ``address`` and ``pitch`` as of a surface, ``left`` and ``top`` are its place in the one it is laid over. ``held``
    keeps its memory.
    """

    address: int
    pitch: int
    width: int
    height: int
    left: int
    top: int
    held: object


class Pixels(Struct, frozen=True):
    """A picture in memory, 32 bits a pixel (blue, green, red, unused), ``pitch`` bytes from row to row."""

    data: memoryview
    width: int
    height: int
    pitch: int
    position: float | None = None

    def pixels(self) -> "Pixels":
        """It is a frame itself."""
        return self

    def writes(self, _into: Surface, _above: int = 0, _over: Sequence[Overlay] = ()) -> Writes:
        """They are there: to paint them is as quick."""
        return ()

    def copied(self) -> "Pixels":
        """The same in memory of its own."""
        return replace(self, data=memoryview(bytes(self.data)))


class Played(Struct, frozen=True):
    """Frames of a player, or of all of them, since they were started.

    ``lost`` were given up by the engine; ``unseen`` were decoded, but a newer one came before anybody took them.
    """

    decoded: int = 0
    displayed: int = 0
    lost: int = 0
    unseen: int = 0

    def __add__(self, other: "Played") -> "Played":
        return Played(
            self.decoded + other.decoded,
            self.displayed + other.displayed,
            self.lost + other.lost,
            self.unseen + other.unseen,
        )


class Player(Protocol):
    """One stream being played into pictures of the size asked for, aspect kept."""

    @property
    def state(self) -> PlayerState:
        """How it stands now; never blocks."""
        ...

    @property
    def frames(self) -> int:
        """Number of whole frames so far."""
        ...

    @property
    def played(self) -> Played:
        """Its frames, as last counted."""
        ...

    @property
    def delay(self) -> float | None:
        """Seconds from the arrival of a picture's data to its showing, measured; None while not known."""
        ...

    @property
    def position(self) -> float | None:
        """Seconds from the stream's first picture to the newest one, by its own time stamps; None while not known."""
        ...

    def take(self) -> Frame | None:
        """The newest whole frame, whose memory is the caller's until the next call; None before the first one."""
        ...

    def take_all(self) -> Sequence[Frame]:
        """The frames since the last call, oldest first, as far as they were kept.

        A timed player keeps those of the last second or two, and they live as long as somebody holds them; any other
        has the newest, as ``take`` gives it.
        """
        ...

    def stop(self) -> None:
        """End it; returns at once, nothing is told any more. The last frame taken stays valid."""
        ...


class Players(Protocol):
    """Where players come from."""

    @property
    def missing(self) -> str:
        """What to install, in words, where there is no engine; "" where there is one or nobody has asked yet."""
        ...

    def play(
        self,
        address: str,
        width: int,
        height: int,
        on_frame: Callable[[], None],
        *,
        keys_only: bool = False,
        masks: tuple[PrivacyMask, ...] = (),
        is_timed: bool = False,
    ) -> Player:
        """Start a stream; returns at once.

        Args:
            address: where the stream is; holds a lease, must not be shown or logged.
            width: of the box that the pictures have to fit, device pixels.
            height: of that box.
            on_frame: called from any thread after each whole frame; must return at once.
            keys_only: decode only the key frames, which stand by themselves: a picture every second or so.
            masks: what nobody may see; painted into every frame before anybody is told of it.
            is_timed: each frame has to say its place in the stream exactly, however busy the machine is: for records.
        """
        ...
