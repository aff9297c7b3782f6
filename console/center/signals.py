"""What the outside world tells the center: signals of devices, reports of units, fixes; and the seam to that world."""

from typing import Protocol

from msgspec import Struct

from console.domain.alarms import AlarmKind, Priority
from console.domain.cameras import Consent
from console.domain.devices import Health
from console.domain.intents import Intent
from console.domain.offences import Offences
from console.domain.picture import Picture
from console.domain.ptz import Direction, PtzAbilities, PtzMove
from console.domain.registry import Registry
from console.domain.repairs import RepairState
from console.domain.session import Operator
from console.domain.text import LocalText
from console.domain.units import Agency, AssignmentState, Fix, Unit, UnitStatus
from console.domain.zones import Crossing
from console.insight.streets import StreetGraph


class Signal(Struct, frozen=True):
    """A device raised (``active``) or cleared an alarm of ``kind``, at a place that a person understands.

    ``priority`` is how bad the device finds it, where it can tell; else the kind says so. ``crossing`` is of a unit
    that the center's own watch saw at the edge of a zone.
    """

    source: str
    kind: AlarmKind
    active: bool
    lon: float
    lat: float
    district: str
    place: LocalText
    site: str = ""
    priority: Priority | None = None
    crossing: Crossing | None = None


class UnitReport(Struct, frozen=True):
    """A unit told its status, answered its assignment, has read a message (its id) or says that all is well."""

    unit: str
    status: UnitStatus | None = None
    answer: AssignmentState | None = None
    read: str = ""
    is_well: bool = False


class AgencyReport(Struct, frozen=True):
    """Another agency answered what it was asked for an incident."""

    incident: str
    agency: Agency
    accepted: bool
    text: str = ""


class RepairReport(Struct, frozen=True):
    """How far the city is with a work order for a device."""

    repair: str
    device: str
    state: RepairState


class DeviceReport(Struct, frozen=True):
    """A device's health has changed."""

    device: str
    health: Health


class ConsentReport(Struct, frozen=True):
    """A camera's owner has told the center that they agree, or do not any more; ``note`` says how."""

    camera: str
    consent: Consent
    note: str


class Wish(Struct, frozen=True):
    """What somebody wants done who sits at no console: an operator of an earlier shift, or at a telephone."""

    operator: Operator
    intent: Intent


class Step(Struct):
    """What happened in the world between two looks."""

    signals: list[Signal] = []
    reports: list[UnitReport] = []
    devices: list[DeviceReport] = []
    fixes: list[Fix] = []
    consents: list[ConsentReport] = []
    agencies: list[AgencyReport] = []
    repairs: list[RepairReport] = []
    wishes: list[Wish] = []
    """What colleagues want done who sit at no console."""


class Shift(Protocol):
    """Those who worked from ``begin`` to ``end`` (Unix seconds), before anybody looks at the center first."""

    begin: float
    end: float
    team: tuple[Operator, ...]

    def wishes(self, now: float, picture: Picture) -> list[Wish]:
        """What they want done, seeing ``picture`` at ``now``."""
        ...


class Heads(Protocol):
    """What turns cameras. Times are Unix seconds of the center's clock."""

    def abilities(self, camera: str) -> PtzAbilities | None:
        """What it can do; None where it does not turn."""
        ...

    def direction(self, camera: str, at: float) -> Direction:
        """Where it looked at a time."""
        ...

    def is_moving(self, camera: str, at: float) -> bool:
        """Whether it moves at a time."""
        ...

    async def move(self, camera: str, order: PtzMove, now: float) -> None:
        """Begin to move, or stop. Raises Refused (503) where it does not answer."""
        ...

    async def turn(self, camera: str, goal: Direction, now: float) -> None:
        """Look there, as far as it can. Raises Refused (503) where it does not answer."""
        ...


class World(Protocol):
    """The city outside. The real one is device gateways and AVL; the demo's is ``console.center.world``."""

    registry: Registry
    units: tuple[Unit, ...]
    """Everybody on duty at the start, with a fix."""
    heads: Heads
    streets: StreetGraph
    """By which units get to where they are sent."""

    def earlier_shift(self, now: float) -> Shift | None:
        """The shift that an empty log begins with; ``step`` is then called from its begin on. None: it begins now."""
        ...

    def step(self, now: float, picture: Picture) -> Step:
        """What happened until ``now`` (Unix seconds of the center's clock); ``picture`` holds the assignments."""
        ...

    def offences(self, since: float, until: float) -> Offences:
        """Those recorded from ``since`` until ``until``, as far back as it goes; for a thread, one call at a time."""
        ...

    def district_at(self, lon: float, lat: float) -> str:
        """KATO code of the district a place lies in, "" outside of the city."""
        ...

    def signal(self, device: str, kind: AlarmKind, *, active: bool) -> Signal:
        """The signal that ``device`` would send; raises KeyError for an unknown device (a trainer's inject)."""
        ...
