"""Procedures (SOP): what is to be done for an incident of a kind, step by step."""

from enum import StrEnum

from msgspec import Struct

from console.domain.alarms import AlarmKind
from console.domain.session import Role
from console.domain.sites import SiteKind
from console.domain.text import LocalText
from console.domain.units import Agency


class StepAction(StrEnum):
    """What can be run from a step; carrying it out also marks the step as done."""

    ACKNOWLEDGE = "acknowledge"
    OPEN_CAMERAS = "open_cameras"
    SHOW_ON_MAP = "show_on_map"
    DISPATCH_NEAREST = "dispatch_nearest"
    REQUEST_AGENCY = "request_agency"
    SHOW_PASSPORT = "show_passport"
    DRAW_CORDON = "draw_cordon"
    ORDER_REPAIR = "order_repair"
    MESSAGE_UNITS = "message_units"
    WRITE_NOTE = "write_note"


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step. ``within`` is its target time in seconds from the opening of the incident."""

    id: str
    text: LocalText
    within: float | None = None
    mandatory: bool = False
    action: StepAction | None = None
    agency: Agency | None = None
    """Whom ``request_agency`` asks."""
    role: Role = Role.DUTY_OFFICER
    """Whose step it is; anybody may mark it."""


class Procedure(Struct, frozen=True, forbid_unknown_fields=True):
    """A procedure for incidents of ``kinds``; where it names ``sites``, only at those."""

    id: str
    title: LocalText
    kinds: tuple[AlarmKind, ...]
    steps: tuple[Step, ...]
    sites: tuple[SiteKind, ...] = ()
    source: str = ""
    """What it was written after."""

    @property
    def mandatory(self) -> tuple[str, ...]:
        """Ids of the steps that must be done or skipped with a reason."""
        return tuple(step.id for step in self.steps if step.mandatory)


def procedure_for(procedures: tuple[Procedure, ...], kind: AlarmKind, site: SiteKind | None = None) -> Procedure | None:
    """The one to follow: of those for the kind, one for such a site before one for any."""
    fitting = [p for p in procedures if kind in p.kinds and (not p.sites or site in p.sites)]
    return max(fitting, key=lambda p: bool(p.sites), default=None)
