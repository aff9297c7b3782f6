"""Whom to send: exact, in order, with reasons, and quick."""

from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from console.domain.alarms import AlarmKind, Priority
from console.domain.incidents import EntryKind, Incident, IncidentEntry, IncidentStatus
from console.domain.plane import to_degrees
from console.domain.recommendations import Because, Recommendation, Why
from console.domain.units import Agency, Assignment, AssignmentState, Fix, Skill, Unit, UnitStatus
from console.insight.city import built_in
from console.insight.reach import Start
from console.insight.recommend import HELPERS_RANKED, RANKED, Wanted, for_incident, recommend
from console.insight.streets import StreetGraph
from console.insight.ways import etas_s
from tests.console.insight.two_streets import CROSSING, two_streets
from tests.desk import NOW, unit

LON, LAT = CROSSING
STREETS = StreetGraph(two_streets())
BURGLARY = Incident("I1", AlarmKind.THEFT, Priority.P2, IncidentStatus.NEW, LON, LAT, "here", NOW - 60, "anna")
MINOR = replace(BURGLARY, id="I4", priority=Priority.P4)
GRAVE = replace(BURGLARY, id="I9", priority=Priority.P1)


def at(unit_id: str, east: float, status: UnitStatus = UnitStatus.ON_PATROL, **fields: Any) -> Unit:
    """A unit so many degrees east of the crossing."""
    skills = fields.pop("skills", (Skill.FORENSICS,))
    return unit(unit_id, status, fix=Fix(unit_id, LON + east, LAT, 0, 0, NOW), skills=skills, home="home", **fields)


def ranked(units: Sequence[Unit], wanted: Wanted | None = None) -> list[Recommendation]:
    known = {incident.id: incident for incident in (BURGLARY, MINOR, GRAVE)}
    homes = {"home": "here", "away": "there"}
    return recommend(STREETS, units, wanted or for_incident(BURGLARY), NOW, incidents=known, homes=homes)


def whys(found: Recommendation) -> set[Why]:
    return {because.why for because in found.because}


def test_the_one_who_arrives_first_stands_first_with_the_time_that_the_map_says_too() -> None:
    found = ranked([at("far", 0.008), at("near", 0.004)])
    assert [one.unit for one in found] == ["near", "far"]
    etas = etas_s(STREETS, [Start("near", LON + 0.004, LAT), Start("far", LON + 0.008, LAT)], CROSSING)
    for one in found:
        assert abs(one.eta_s - etas[one.unit]) < 0.1
        assert one.score_s == one.eta_s
        assert not one.because or whys(one) == {Why.SKILL}


def test_who_cannot_be_sent_is_not_there() -> None:
    assert not ranked(
        [
            at("broken", 0.001, UnitStatus.OUT_OF_SERVICE),
            replace(at("lost", 0.001), fix=Fix("lost", LON, LAT, 0, 0, NOW - 600)),
            replace(at("never", 0.001), fix=None),
            at("there", 0.001, UnitStatus.EN_ROUTE, assignment=Assignment("I1", AssignmentState.ACCEPTED, "anna", NOW)),
            at("gas", 0.001, agency=Agency.GAS),
        ]
    )


def test_a_skill_is_worth_a_minute_and_said() -> None:
    able, near = ranked([at("near", 0.002, skills=()), at("able", 0.004)])
    assert (able.unit, near.unit) == ("able", "near")
    assert whys(able) == {Why.SKILL}
    assert near.because == (Because(Why.NO_SKILL, 60.0, text="forensics"),)


def test_who_is_free_comes_before_who_would_leave_something_and_that_is_said() -> None:
    busy = Assignment("I4", AssignmentState.ACCEPTED, "anna", NOW - 100)
    grave = Assignment("I9", AssignmentState.ACCEPTED, "anna", NOW - 100)
    found = ranked(
        [
            at("grave", 0.001, UnitStatus.EN_ROUTE, assignment=grave),
            at("busy", 0.001, UnitStatus.ON_SCENE, assignment=busy),
            at("own", 0.001, UnitStatus.ON_SCENE),
            at("rests", 0.001, UnitStatus.BREAK),
            at("free", 0.009),
        ]
    )
    assert [one.unit for one in found] == ["free", "own", "rests", "busy", "grave"]
    assert [one.is_free for one in found] == [True, False, False, False, False]
    assert [one.leaves for one in found] == ["", "", "", "I4", "I9"]
    assert Why.PREEMPTED in whys(found[3])
    assert Why.AS_URGENT in whys(found[4])
    assert next(b.number for b in found[3].because if b.why is Why.PREEMPTED) == Priority.P4


def test_who_has_refused_or_not_answered_comes_later() -> None:
    line = IncidentEntry(NOW - 90, "U", EntryKind.UNIT_REFUSED, "", "no")
    silent = IncidentEntry(NOW - 30, "U", EntryKind.UNIT_UNANSWERED, "", "mute")
    tried = replace(BURGLARY, log=(line, silent))
    found = ranked([at("no", 0.001), at("mute", 0.001), at("other", 0.009)], for_incident(tried))
    assert [one.unit for one in found] == ["other", "mute", "no"]
    assert next(b.number for b in found[2].because if b.why is Why.REFUSED) == 90


def test_those_on_foot_walk_and_those_of_other_districts_leave_theirs() -> None:
    walker, stranger = at("walker", 0.006, is_on_foot=True), replace(at("stranger", 0.006), home="away")
    found = {one.unit: one for one in ranked([walker, stranger, at("own", 0.006)])}
    assert list(found) == ["own", "stranger", "walker"]
    assert Why.ON_FOOT in whys(found["walker"])
    assert found["walker"].eta_s > 2 * found["own"].eta_s
    assert Because(Why.AWAY, 30.0, text="there") in found["stranger"].because


def test_the_agency_that_leads_comes_first_then_those_that_help_and_only_one_where_asked() -> None:
    units = [at(f"{agency}{n}", 0.001 * n, agency=agency) for agency in Agency for n in range(1, 6)]
    fire = replace(BURGLARY, kind=AlarmKind.FIRE, lead=Agency.FIRE)
    found = ranked(units, for_incident(fire))
    agencies = [one.unit[:-1] for one in found]
    assert agencies[:5] == ["fire"] * 5
    assert agencies.count("ambulance") == agencies.count("rescue") == HELPERS_RANKED[0]
    assert "city" not in agencies
    assert all(Why.HELPS in whys(one) for one in found[5:])
    only = ranked(units, for_incident(fire, Agency.CITY))
    assert {one.unit[:-1] for one in only} == {"city"}


def test_a_place_far_from_any_street_is_gone_to_straight() -> None:
    (found,) = ranked([at("one", 0.001)], Wanted(AlarmKind.THEFT, Priority.P3, LON + 1, LAT))
    assert found.eta_s > 3600


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_the_first_are_the_best_of_all_though_few_ways_are_reckoned(number: int) -> None:
    lot, graph = Random(number), built_in().graph
    units = [_anywhere(f"u{n}", lot, graph) for n in range(120)]
    goal = _place(lot, graph)
    wanted = Wanted(AlarmKind.INTRUSION, Priority.P2, *goal, "here")
    found = recommend(graph, units, wanted, NOW, incidents={}, homes={})
    police = [u for u in units if u.agency is Agency.POLICE and not u.is_on_foot]
    etas = etas_s(graph, [Start(u.id, u.fix.lon, u.fix.lat) for u in police if u.fix], goal)
    scores = sorted(etas[u.id] + 60.0 * (Skill.DOG not in u.skills) for u in police)
    mine = [one.score_s for one in found if one.unit in etas]
    assert len(found) == RANKED[0]
    assert all(abs(a - b) < 0.5 for a, b in zip(mine, scores[: len(mine)], strict=True))


def _place(lot: Random, graph: StreetGraph) -> tuple[float, float]:
    node = lot.randrange(len(graph.xs))
    lon, lat = to_degrees(graph.xs[node] + lot.uniform(-150, 150), graph.ys[node] + lot.uniform(-150, 150))
    return float(lon), float(lat)


def _anywhere(unit_id: str, lot: Random, graph: StreetGraph) -> Unit:
    return unit(
        unit_id,
        fix=Fix(unit_id, *_place(lot, graph), 0, 0, NOW),
        skills=(Skill.DOG,) if lot.random() < 0.3 else (),
        is_on_foot=lot.random() < 0.1,
    )
