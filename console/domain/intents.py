"""What an operator wants done. The center decides; an event comes down, or a refusal in words.

Each intent travels in ``POST /intents`` with an ``Idempotency-Key`` header and, where it changes something that has a
version, the version the operator saw as ``If-Match``.
"""

from typing import Annotated

from msgspec import Meta, Struct

from console.domain.cameras import Consent
from console.domain.incidents import Disposition, IncidentStatus
from console.domain.units import UnitStatus
from console.domain.zones import Drawing

NOTE_LIMIT = 10_000
"""Longest note the center takes, characters."""

Id = Annotated[str, Meta(min_length=1, max_length=64)]
NoteText = Annotated[str, Meta(min_length=1, max_length=NOTE_LIMIT)]


class _Intent(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Base: each intent travels with its type by name."""


class Acknowledge(_Intent, frozen=True, tag="acknowledge"):
    """I have seen this alarm and own it."""

    alarm: Id


class TakeOver(_Intent, frozen=True, tag="take_over"):
    """I own this alarm from now on, instead of its owner."""

    alarm: Id


class OpenIncident(_Intent, frozen=True, tag="open_incident"):
    """Open an incident from one or more alarms."""

    alarms: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=100)]


class AssignUnit(_Intent, frozen=True, tag="assign_unit"):
    """Send this unit to this incident; the version is the unit's."""

    incident: Id
    unit: Id


class SetUnitStatus(_Intent, frozen=True, tag="set_unit_status"):
    """The unit told its status by voice; the version is the unit's."""

    unit: Id
    status: UnitStatus


class SetIncidentStatus(_Intent, frozen=True, tag="set_incident_status"):
    """Put the incident on hold, back in progress, or resolved."""

    incident: Id
    status: IncidentStatus


class CloseIncident(_Intent, frozen=True, tag="close_incident"):
    """Close the incident; its units are cleared."""

    incident: Id
    disposition: Disposition


class AddNote(_Intent, frozen=True, tag="add_note"):
    """Write a line into the incident's log."""

    incident: Id
    text: NoteText


class DrawZone(_Intent, frozen=True, tag="draw_zone"):
    """Keep this cordon or geofence and show it to all."""

    drawing: Drawing


class ChangeZone(_Intent, frozen=True, tag="change_zone"):
    """The zone shall be as drawn here; the version is the zone's."""

    zone: Id
    drawing: Drawing


class RemoveZone(_Intent, frozen=True, tag="remove_zone"):
    """Take the zone away; the version is the zone's."""

    zone: Id


class ChangeConsent(_Intent, frozen=True, tag="change_consent"):
    """The owner of this camera has agreed, or agrees no longer (supervisors and trainers); ``note`` says whence."""

    camera: Id
    consent: Consent
    note: Annotated[str, Meta(min_length=1, max_length=500)]


Intent = (
    Acknowledge
    | TakeOver
    | OpenIncident
    | AssignUnit
    | SetUnitStatus
    | SetIncidentStatus
    | CloseIncident
    | AddNote
    | DrawZone
    | ChangeZone
    | RemoveZone
    | ChangeConsent
)


def subject(intent: Intent) -> str:
    """Id of what the intent changes, which is what ``If-Match`` speaks of ("" where nothing has a version yet)."""
    match intent:
        case Acknowledge(alarm=alarm) | TakeOver(alarm=alarm):
            return alarm
        case AssignUnit(unit=unit) | SetUnitStatus(unit=unit):
            return unit
        case SetIncidentStatus(incident=incident) | CloseIncident(incident=incident):
            return incident
        case ChangeZone(zone=zone) | RemoveZone(zone=zone):
            return zone
        case ChangeConsent(camera=camera):
            return camera
        case OpenIncident() | AddNote() | DrawZone():
            return ""


def written(intent: Intent) -> str:
    """What an operator wrote by hand, which would be lost with the intent; "" where there is nothing of that kind."""
    return intent.text if isinstance(intent, AddNote) else ""
