from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from console.domain import events as e
from console.domain.alarms import AlarmKind
from console.domain.units import Agency, Assignment, AssignmentState, Fix, UnitStatus
from console.state.store import Store
from console.viewmodels.ranking import Spot
from console.viewmodels.unit_columns import Share, UnitColumn, UnitFilter
from console.viewmodels.units import UnitsModel
from tests.desk import NOW, incident, store, tell, unit


def model_of(of: Store) -> UnitsModel:
    model = UnitsModel(of)
    model.refresh(of.take())
    return model


def ids(model: UnitsModel) -> list[str]:
    return [model.unit_at(row).id for row in range(model.rowCount())]


def near(unit_id: str, lon: float, **fields: object):  # type: ignore[no-untyped-def]
    return unit(unit_id, UnitStatus.AVAILABLE, fix=Fix(unit_id, lon, 43.25, 0.0, 0.0, NOW - 1), **fields)


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    of = store(units=[unit(f"M{n:02}", list(UnitStatus)[n % 8]) for n in range(40)], incidents=[incident("INC-1")])
    model = model_of(of)
    qtmodeltester.check(model)

    model.sort(UnitColumn.STATUS, Qt.SortOrder.DescendingOrder)
    tell(of, e.UnitAssigned("M00", "INC-1"), e.UnitStatusChanged("M01", UnitStatus.BREAK))
    model.refresh(of.take())
    model.ranking.begin(Spot(76.93, 43.25))
    model.show(UnitFilter(Share.FREE))
    model.ranking.end()
    model.show(UnitFilter(Share.ALL))

    assert model.rowCount() == 40


def test_police_stand_first_until_another_column_is_asked_for() -> None:
    model = model_of(store(units=[unit("A1", agency=Agency.AMBULANCE), unit("M2"), unit("M1")]))
    assert ids(model) == ["M1", "M2", "A1"]

    model.sort(UnitColumn.CALLSIGN)
    assert ids(model) == ["A1", "M1", "M2"]


def test_units_on_a_task_stand_first_until_another_column_is_asked_for() -> None:
    units = [unit("A", UnitStatus.BREAK), unit("B"), unit("C", UnitStatus.ON_SCENE), unit("D")]
    of = store(units=units, incidents=[incident("INC-1")])
    tell(of, e.UnitAssigned("D", "INC-1"))
    model = model_of(of)
    assert ids(model) == ["D", "C", "A", "B"]

    model.sort(UnitColumn.STATUS)
    assert ids(model) == ["D", "C", "B", "A"]

    model.sort(UnitColumn.CALLSIGN, Qt.SortOrder.DescendingOrder)
    assert ids(model) == ["D", "C", "B", "A"]


def test_a_unit_falls_silent_and_goes_offline_with_the_beat() -> None:
    of = store(units=[unit("M1"), unit("M2")])
    model = model_of(of)
    assert model.shares()[Share.OFFLINE] == 0

    of.clock.tell(NOW + 90, 0.0)
    of.place([Fix("M2", 76.9, 43.2, 5.0, 0.0, NOW + 89)])
    model.refresh(of.take())
    model.beat()

    assert model.index(0, UnitColumn.STATUS).data() == "Offline"
    assert model.index(1, UnitColumn.STATUS).data() == "On patrol"
    assert model.shares()[Share.OFFLINE] == 1


def test_positions_are_shown_with_the_next_beat_as_one_announcement() -> None:
    of = store(units=[unit(f"M{n}") for n in range(9)])
    model = model_of(of)
    heard: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: heard.append((first.row(), last.row())))

    of.place([Fix(f"M{n}", 76.9, 43.2, 20.0, 0.0, NOW) for n in range(9)])
    model.refresh(of.take())
    assert not heard

    model.beat()
    assert heard == [(0, 8)]
    assert model.index(0, UnitColumn.SPEED).data() == "72 km/h"


def test_the_nearest_free_units_stand_first_with_distance_and_eta() -> None:
    units = [
        near("far", 76.99),
        near("near", 76.94),
        near("fire", 76.931, agency=Agency.FIRE),
        unit("A", UnitStatus.BREAK),
    ]
    model = model_of(store(units=units))

    model.ranking.begin(Spot(76.93, 43.25, AlarmKind.THEFT))

    assert ids(model) == ["near", "far", "fire", "A"]
    assert model.index(0, UnitColumn.DISTANCE).data() == "≈ 810 m · 1 min"
    assert model.index(3, UnitColumn.DISTANCE).data() == ""
    nearest = model.best()
    assert nearest is not None
    assert nearest.id == "near"

    model.ranking.end()
    assert ids(model) == ["A", "far", "near", "fire"]
    assert model.best() is None


def test_shares_count_every_unit_and_show_their_own() -> None:
    units = [unit("free"), unit("busy", UnitStatus.ON_SCENE), unit("silent", fix=None), unit("break", UnitStatus.BREAK)]
    model = model_of(store(units=units))

    assert dict(model.shares()) == {Share.ALL: 4, Share.FREE: 1, Share.BUSY: 1, Share.TO_ASK: 0, Share.OFFLINE: 1}

    model.show(UnitFilter(Share.BUSY))
    assert ids(model) == ["busy"]
    model.show(UnitFilter(Share.ALL, "sil"))
    assert ids(model) == ["silent"]


def test_who_has_to_check_in_is_known_by_the_second_and_not_asked_when_offline() -> None:
    since = {"status_since": NOW - 20 * 60 + 1}
    of = store(units=[unit("late", UnitStatus.ON_SCENE, **since), unit("gone", UnitStatus.ON_SCENE, fix=None, **since)])
    model = model_of(of)
    assert model.shares()[Share.TO_ASK] == 0
    assert {model.index(r, UnitColumn.CHECK_IN).data() for r in range(2)} == {"in 1 s", ""}

    of.clock.tell(NOW + 2, 0.0)
    model.beat()

    assert model.shares()[Share.TO_ASK] == 1
    model.show(UnitFilter(Share.TO_ASK))
    assert ids(model) == ["late"]


def test_a_unit_that_has_not_answered_is_marked_in_its_task() -> None:
    task = Assignment("I9", AssignmentState.UNANSWERED, "anna", NOW - 40)
    model = model_of(store(units=[unit("U", UnitStatus.DISPATCHED, assignment=task)]))
    assert model.index(0, UnitColumn.TASK).data() == "I9 · No answer"
