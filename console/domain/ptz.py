"""Cameras that turn: what one can do, where it looks, who may turn it, and what is asked of it.

Nothing of this waits in an outbox: a camera that turns late turns against its operator. A request is carried out now or
refused in words.
"""

from typing import Annotated

from msgspec import Meta, Struct

from console.domain.session import Role

LOCK_S = 20.0
"""A lock ends by itself after so many seconds without a command of its owner."""

HOLD_S = 2.0
"""Longest time that a camera goes on moving without a new command (the dead man's time-out), seconds."""

PRESETS_AT_MOST = 32
"""Presets that the center keeps for one camera."""

RANK: dict[Role, int] = {Role.TRAINER: 0, Role.DUTY_OFFICER: 1, Role.SUPERVISOR: 2}
"""Who may take a camera from whom: the higher rank from the lower, by asking for it; nobody from an equal."""

MAY_KEEP_PRESETS = frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR})
MAY_MANAGE_PRESETS = frozenset({Role.SUPERVISOR})
"""Who keeps a view under a new name; who renames, deletes and replaces what others count on."""

Speed = Annotated[float, Meta(ge=-1, le=1)]
"""Share of the camera's top speed; negative is left, down or out."""
PresetName = Annotated[str, Meta(min_length=1, max_length=40)]


class Direction(Struct, frozen=True):
    """Where a camera looks: degrees right and up of its middle position, and how many times it magnifies."""

    pan: float
    tilt: float
    zoom: float = 1.0


class PtzAbilities(Struct, frozen=True):
    """What a camera can do: its limits in degrees and times, its top speeds in degrees a second.

    ``field`` is the horizontal angle of view at zoom 1, degrees: with it a click into the picture becomes a direction.
    """

    pan: tuple[float, float]
    tilt: tuple[float, float]
    zoom: tuple[float, float]
    field: float
    pan_speed: float
    tilt_speed: float


class PtzLock(Struct, frozen=True):
    """Who turns a camera, since when (Unix seconds). It ends ``LOCK_S`` after the owner's last order."""

    owner: str
    role: Role
    since: float


class PtzPosition(Struct, frozen=True):
    """Where a camera looks at ``time`` (Unix seconds). Like a fix: the latest counts, it is in no log."""

    camera: str
    direction: Direction
    time: float
    is_moving: bool = False


class PtzState(Struct, frozen=True):
    """Answer of ``GET`` and ``POST /cameras/{camera}/ptz``. ``lock_ends_in``: seconds, None where nobody turns it."""

    camera: str
    direction: Direction
    is_moving: bool
    abilities: PtzAbilities
    lock: PtzLock | None = None
    lock_ends_in: float | None = None
    presets: dict[str, Direction] = {}


class _Order(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Base: what is asked of a camera travels with its type by name."""


class PtzMove(_Order, frozen=True, tag="move"):
    """Move at these speeds for ``seconds`` (at most ``HOLD_S``) unless the next order comes before; zeros stop it."""

    pan: Speed = 0.0
    tilt: Speed = 0.0
    zoom: Speed = 0.0
    seconds: Annotated[float, Meta(gt=0, le=HOLD_S)] = 0.5


class PtzTurn(_Order, frozen=True, tag="turn"):
    """Look there, as far as the camera can."""

    pan: Annotated[float, Meta(ge=-360, le=360)]
    tilt: Annotated[float, Meta(ge=-180, le=180)]
    zoom: Annotated[float, Meta(ge=0.1, le=1000)]


class PtzRecall(_Order, frozen=True, tag="recall"):
    """Go to a preset."""

    preset: PresetName


class PtzSave(_Order, frozen=True, tag="save"):
    """Keep where it looks now under this name (in place of one of the same name)."""

    preset: PresetName


class PtzForget(_Order, frozen=True, tag="forget"):
    """Delete a preset."""

    preset: PresetName


class PtzRename(_Order, frozen=True, tag="rename"):
    """Call a preset otherwise (in place of one of that name)."""

    preset: PresetName
    name: PresetName


class PtzTake(_Order, frozen=True, tag="take"):
    """I turn this camera from now on: takes a free one, or one from an operator of lower rank, who is told."""


class PtzRelease(_Order, frozen=True, tag="release"):
    """I turn it no longer."""


PtzOrder = PtzMove | PtzTurn | PtzRecall | PtzSave | PtzForget | PtzRename | PtzTake | PtzRelease
