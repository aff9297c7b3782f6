"""Dispatcher shorthand, as typed in the palette: ``M21 > INC-104`` sends a unit, ``M21 onscene`` tells its status."""

from collections.abc import Iterable

from msgspec import Struct

from console.domain.incidents import Incident
from console.domain.units import Unit, UnitStatus
from console.viewmodels import words


class Send(Struct, frozen=True):
    """Send the unit to the incident."""

    unit: Unit
    incident: Incident


class Tell(Struct, frozen=True):
    """The unit told its status."""

    unit: Unit
    status: UnitStatus


def read(typed: str, units: Iterable[Unit], incidents: Iterable[Incident]) -> Send | Tell | None:
    """What the shorthand asks for, or None where it is not shorthand or speaks of nothing known.

    A callsign or id may be written without its punctuation; a status in English or in the operator's language.
    """
    if ">" in typed:
        left, right = typed.split(">", 1)
        unit = next((u for u in units if _bare(u.callsign) == _bare(left)), None)
        wanted = _bare(right)
        incident = next((i for i in incidents if i.is_open and wanted in _names(i)), None)
        return Send(unit, incident) if unit and incident else None
    for unit in units:
        if _bare(typed).startswith(_bare(unit.callsign)):
            said = _bare(typed)[len(_bare(unit.callsign)) :]
            for status in UnitStatus:
                if status is not UnitStatus.OFFLINE and said in (_bare(status), _bare(words.word(status))):
                    return Tell(unit, status)
    return None


def _names(incident: Incident) -> set[str]:
    bare = _bare(incident.id)
    return {bare, bare.removeprefix("inc")}


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
