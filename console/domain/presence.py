"""Who is on duty now and what they look at. Nothing of it is in the log: it is true while they are connected."""

from enum import StrEnum

from msgspec import Struct

from console.domain.session import Role


class Looked(StrEnum):
    """Kinds of things that several operators may look at."""

    ALARM = "alarm"
    INCIDENT = "incident"
    UNIT = "unit"


class Gaze(Struct, frozen=True):
    """What an operator has chosen on their screen."""

    kind: Looked
    id: str


class Present(Struct, frozen=True):
    """An operator who is connected, since when (Unix seconds), and what they look at."""

    operator: str
    name: str
    role: Role
    since: float
    gaze: Gaze | None = None
