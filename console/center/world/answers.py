"""What units, other agencies and the city's workshops answer when they are asked. Nothing is kept in mind.

When each answers follows from the seed, from what was asked and from when: so a restart changes nothing, and what was
due meanwhile is said at once.
"""

from collections.abc import Iterable
from random import Random

from console.center.signals import AgencyReport, RepairReport, UnitReport
from console.domain.incidents import AgencyRequest, Incident, RequestState
from console.domain.messages import Message
from console.domain.picture import Picture
from console.domain.repairs import Repair, RepairState
from console.domain.units import Agency, Unit, UnitStatus

READ_S = {False: (5.0, 60.0), True: (4.0, 25.0)}
"""Within which seconds a crew reads a message, and answers a roll call."""

FORGOTTEN_S = 600.0
"""Nobody reads a message that is older."""

NEVER_READS = 0.04
FORGETS_TO_CHECK_IN = 0.05
CHECKED_IN_AFTER = (0.45, 0.95)
"""Shares of crews, and of the time that a crew may be silent; assumptions of the demo, as all here."""

AGENCY_S = (10.0, 60.0)
AGENCY_REFUSES = 0.15
REFUSALS = {
    Agency.AMBULANCE: "Свободных бригад нет, ближайшая через 40 минут.",
    Agency.FIRE: "Расчёты на пожаре, подключаем соседнюю часть.",
    Agency.GAS: "Бригада на аварии, приедем после неё.",
    Agency.RESCUE: "Жасақ басқа оқиғада, бос топ жоқ.",
    Agency.CITY: "Техника занята, возьмём утром.",
    Agency.POLICE: "Экипажи заняты.",
}
ACCEPTANCES = ("Принято, высылаем.", "Қабылданды, шығып жатырмыз.", "Принято.")

ACCEPTED_S = (20.0, 90.0)
REPAIRED_S = (240.0, 900.0)


def units_said(seed: int, now: float, picture: Picture, silent: Iterable[str]) -> list[UnitReport]:
    """Who reads what was written to them, and who says that all is well; ``silent`` have no radio now."""
    deaf = frozenset(silent)
    reports = [
        UnitReport(unit, read=message.id)
        for message in picture.messages.values()
        if now - message.at < FORGOTTEN_S
        for unit in message.silent
        if unit not in deaf and _has_read(seed, message, unit, now)
    ]
    well = (unit.id for unit in picture.units.values() if unit.id not in deaf and _checks_in(seed, unit, now))
    return reports + [UnitReport(unit, is_well=True) for unit in well]


def agencies_said(seed: int, now: float, picture: Picture) -> list[AgencyReport]:
    """What other agencies answer to requests."""
    return [
        _answer(seed, incident, request)
        for incident in picture.incidents.values()
        if incident.is_open
        for request in incident.requests.values()
        if request.state is RequestState.REQUESTED and now >= _answered_at(seed, incident, request)
    ]


def workshops_said(seed: int, now: float, picture: Picture) -> list[RepairReport]:
    """How far the city is with work orders."""
    return [
        RepairReport(repair.id, repair.device, state)
        for repair in picture.repairs.values()
        if (state := _progress(seed, repair, now)) is not repair.state
    ]


def _has_read(seed: int, message: Message, unit: str, now: float) -> bool:
    lot = Random(f"{seed}/{message.id}/{unit}")
    after = lot.uniform(*READ_S[message.is_roll_call])
    return now >= message.at + after and lot.random() >= NEVER_READS


def _checks_in(seed: int, unit: Unit, now: float) -> bool:
    """Before it is due; who forgets does so until somebody asks."""
    due = unit.check_in_due()
    if due is None or unit.status is UnitStatus.DISPATCHED:
        return False
    last = max(unit.heard_at, unit.status_since)
    if now < last + (due - last) * CHECKED_IN_AFTER[0]:
        return False
    lot = Random(f"{seed}/{unit.id}/{last:.0f}")
    return lot.random() >= FORGETS_TO_CHECK_IN and now >= last + (due - last) * lot.uniform(*CHECKED_IN_AFTER)


def _lot(seed: int, incident: Incident, request: AgencyRequest) -> Random:
    return Random(f"{seed}/{incident.id}/{request.agency}/{request.at:.0f}")


def _answered_at(seed: int, incident: Incident, request: AgencyRequest) -> float:
    return request.at + _lot(seed, incident, request).uniform(*AGENCY_S)


def _answer(seed: int, incident: Incident, request: AgencyRequest) -> AgencyReport:
    lot = _lot(seed, incident, request)
    lot.random()  # decided when it answers
    refuses = lot.random() < AGENCY_REFUSES
    text = REFUSALS[request.agency] if refuses else lot.choice(ACCEPTANCES)
    return AgencyReport(incident.id, request.agency, not refuses, text)


def _progress(seed: int, repair: Repair, now: float) -> RepairState:
    lot = Random(f"{seed}/{repair.id}/{repair.at:.0f}")
    accepted_at = repair.at + lot.uniform(*ACCEPTED_S)
    if repair.state is RepairState.ORDERED:
        return RepairState.ACCEPTED if now >= accepted_at else repair.state
    is_done = now >= accepted_at + lot.uniform(*REPAIRED_S)
    return RepairState.DONE if is_done else repair.state
