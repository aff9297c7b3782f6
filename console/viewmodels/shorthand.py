"""Dispatcher shorthand, as typed in the palette: what it asks for, before it is asked.

====================  =====================================================================
``M21 > 104``         send a unit (``M21 M22 > 104``: several) to an incident
``M21 > 104: why``    ... also from another incident
``M21 < why``         stand the unit down
``M21 onscene``       the unit told its status; ``M21 ok``: it is well
``M21: text``         write to a unit, to several, or to an agency (``police: text``)
``104: text``         write a note to an incident
``104 close minor``   close an incident with what it turned out to be
``ack p1``            acknowledge all alarms of a priority; ``ack A17``: one
``take A17``          take an alarm over
``roll``              call the roll of an agency (``roll fire``), of the police without its name
====================  =====================================================================

Callsigns and ids may be written without their punctuation and with Russian letters that look like Latin ones, words in
English or in the operator's language.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from console.domain.alarms import Alarm, Priority
from console.domain.incidents import Disposition, Incident
from console.domain.intent import MANY
from console.domain.intents import (
    AcknowledgeMany,
    AddNote,
    AssignUnit,
    CheckIn,
    CloseIncident,
    Intent,
    Seen,
    SendMessage,
    SetUnitStatus,
    StandDown,
    TakeOver,
)
from console.domain.picture import Picture
from console.domain.units import Agency, Unit, UnitStatus
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.folding import LOOKALIKES
from console.viewmodels.places import called

_Word = TypeVar("_Word", bound=StrEnum)

ACK, TAKE, CLOSE, ROLL, WELL = N_("ack"), N_("take"), N_("close"), N_("roll"), N_("ok")
"""Words of the shorthand; each language has its own beside the English ones."""


class Said(Struct, frozen=True):
    """What the shorthand asks for, in words and as intents."""

    title: str
    intents: tuple[Intent, ...]
    hint: str = ""


def read(typed: str, picture: Picture, now: float = 0.0) -> Said | None:
    """What is asked for, or None where it is not shorthand or speaks of nothing known.

    Args:
        typed: what stands in the palette.
        picture: what is known.
        now: Unix seconds of the center's clock: units that are offline do not answer a roll call.
    """
    readers: tuple[Callable[[], Said | None], ...] = (
        lambda: _send(typed, picture),
        lambda: _stand_down(typed, picture),
        lambda: _write(typed, picture),
        lambda: _acknowledge(typed, picture),
        lambda: _take(typed, picture),
        lambda: _close(typed, picture),
        lambda: _roll(typed, picture, now),
        lambda: _tell(typed, picture),
    )
    return next((said for reader in readers if (said := reader()) is not None), None)


def _send(typed: str, picture: Picture) -> Said | None:
    left, arrow, right = typed.partition(">")
    where, _colon, why = right.partition(":")
    units, incident = _units(left, picture), _incident(where, picture)
    if not arrow or not units or incident is None or not incident.is_open:
        return None
    title = _("Send {unit} to {incident}").format(unit=_named(units), incident=incident.id)
    sent = tuple(AssignUnit(incident.id, unit.id, why.strip()) for unit in units)
    return Said(title, sent, called(incident.place, incident.lon, incident.lat))


def _stand_down(typed: str, picture: Picture) -> Said | None:
    left, arrow, why = typed.partition("<")
    units = [unit for unit in _units(left, picture) if unit.assignment is not None]
    if not arrow or not units or not why.strip():
        return None
    title = _("Stand {unit} down").format(unit=_named(units))
    return Said(title, tuple(StandDown(unit.id, why.strip()) for unit in units), why.strip())


def _write(typed: str, picture: Picture) -> Said | None:
    left, colon, text = typed.partition(":")
    text = text.strip()
    if not colon or not text:
        return None
    if (incident := _incident(left, picture)) is not None:
        title = _("Write a note to incident {incident}").format(incident=incident.id)
        return Said(title, (AddNote(incident.id, text),), text)
    if units := _units(left, picture) or _of_agency(left, picture):
        title = _("Write to {unit}").format(unit=_named(units))
        return Said(title, (SendMessage(tuple(u.id for u in units[:MANY]), text),), text)
    return None


def _acknowledge(typed: str, picture: Picture) -> Said | None:
    if (what := _after(ACK, typed)) is None:
        return None
    waiting = [alarm for alarm in picture.alarms.values() if alarm.is_unacknowledged]
    chosen = [a for a in waiting if what in (a.priority.name.lower(), _bare(a.id))][:MANY]
    if not chosen:
        return None
    title = _("Acknowledge: {alarms}").format(alarms=_of_what(chosen))
    return Said(title, (AcknowledgeMany(tuple(Seen(a.id, a.version) for a in chosen)),))


def _take(typed: str, picture: Picture) -> Said | None:
    what = _after(TAKE, typed)
    alarm = next((a for a in picture.alarms.values() if what == _bare(a.id)), None)
    return None if alarm is None else Said(_("Take over {alarm}").format(alarm=alarm.id), (TakeOver(alarm.id),))


def _close(typed: str, picture: Picture) -> Said | None:
    name, *rest = typed.split(maxsplit=1) or [""]
    incident = _incident(name, picture)
    said = _after(CLOSE, " ".join(rest))
    end = _word(said, Disposition) if said else None
    if incident is None or not incident.is_open or end is None or end is Disposition.DUPLICATE:
        return None
    title = _("Close {incident}: {disposition}").format(incident=incident.id, disposition=words.word(end))
    return Said(title, (CloseIncident(incident.id, end),), called(incident.place, incident.lon, incident.lat))


def _roll(typed: str, picture: Picture, now: float) -> Said | None:
    if (whom := _after(ROLL, typed)) is None:
        return None
    agency = _word(whom, Agency) if whom else Agency.POLICE
    away = (UnitStatus.OFFLINE, UnitStatus.OUT_OF_SERVICE)
    units = [u for u in picture.units.values() if u.agency is agency and u.status_at(now) not in away][:MANY]
    if agency is None or not units:
        return None
    text = _("Roll call")
    title = f"{text}: {words.word(agency)}, {len(units)}"
    return Said(title, (SendMessage(tuple(u.id for u in units), text, is_roll_call=True),))


def _tell(typed: str, picture: Picture) -> Said | None:
    bare = _bare(typed)
    for unit in sorted(picture.units.values(), key=lambda u: -len(_bare(u.callsign))):
        if not bare.startswith(name := _bare(unit.callsign)):
            continue
        said = bare[len(name) :]
        if said in (WELL, _bare(_(WELL))):
            return Said(_("{unit} is well").format(unit=unit.callsign), (CheckIn(unit.id),), _("Check in"))
        status = _word(said, UnitStatus) if said else None
        if status is not None and status is not UnitStatus.OFFLINE:
            title = f"{unit.callsign}: {words.word(status)}"
            return Said(title, (SetUnitStatus(unit.id, status),), _("Set status"))
    return None


def _units(text: str, picture: Picture) -> list[Unit]:
    """The units that are named, in that order; none where one is not known."""
    by_name = {_bare(unit.callsign): unit for unit in picture.units.values()}
    if (only := by_name.get(_bare(text))) is not None:
        return [only]
    named = [by_name.get(_bare(name)) for name in text.replace(",", " ").split()]
    return [unit for unit in named if unit is not None] if all(named) else []


def _of_agency(text: str, picture: Picture) -> list[Unit]:
    agency = _word(_bare(text), Agency)
    return [unit for unit in picture.units.values() if unit.agency is agency]


def _incident(text: str, picture: Picture) -> Incident | None:
    wanted = _bare(text)
    return next((i for i in picture.incidents.values() if wanted and wanted in _names(i)), None)


def _names(incident: Incident) -> set[str]:
    bare = _bare(incident.id)
    return {bare, "".join(c for c in bare if c.isdigit())}


def _after(word: str, typed: str) -> str | None:
    """What follows the word, bare; None where the text does not begin with it."""
    first, *rest = typed.split(maxsplit=1) or [""]
    return _bare("".join(rest)) if _bare(first) in (word, _bare(_(word))) else None


def _word(said: str, kind: type[_Word]) -> _Word | None:
    """The word of the vocabulary that was said, in English or in the operator's language."""
    return next((w for w in kind if said in (_bare(w), _bare(words.word(w)))), None)


def _named(units: list[Unit]) -> str:
    shown = ", ".join(unit.callsign for unit in units[:4])
    return shown if len(units) <= 4 else f"{shown} … ({len(units)})"


def _of_what(alarms: Iterable[Alarm]) -> str:
    of = list(alarms)
    first = f"{Priority(of[0].priority).name} {words.word(of[0].kind)}"
    return first if len(of) == 1 else f"{first} … ({len(of)})"


def _bare(text: str) -> str:
    """As it is compared: without case and punctuation, a Russian M as a Latin one."""
    return "".join(c for c in text.lower() if c.isalnum()).translate(LOOKALIKES)
