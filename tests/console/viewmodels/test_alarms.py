from typing import Any

from hypothesis import given, settings, strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console.domain import events as e
from console.domain.alarm_filter import Grouping, Standing
from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.domain.changes import Changes
from console.domain.intents import Acknowledge
from console.domain.text import NOWHERE, LocalText
from console.domain.zones import Crossing, Way
from console.state.store import Store
from console.viewmodels.alarms import AlarmColumn, AlarmFilter, AlarmsModel
from console.viewmodels.table import PENDING_ROLE
from tests.desk import NOW, alarm, incident, store, tell, unit


def model_of(of: Store) -> AlarmsModel:
    model = AlarmsModel(of)
    model.refresh(of.take())
    return model


def ids(model: AlarmsModel) -> list[str]:
    return [model.alarm_at(row).id for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules_through_every_kind_of_change(qtmodeltester: ModelTester) -> None:
    of = store([alarm(f"a{n}", raised_at=NOW - n) for n in range(50)])
    model = model_of(of)
    qtmodeltester.check(model)

    for n in range(0, 50, 2):
        tell(of, e.AlarmAcknowledged(f"a{n}"), actor="serikova")
    model.refresh(of.take())
    tell(of, *(e.AlarmCleared(f"a{n}") for n in range(0, 50, 4)))
    tell(of, e.AlarmRaised(alarm("new", AlarmKind.FIRE)), e.AlarmRepeated("a1", Priority.P1))
    model.refresh(of.take())
    model.show(AlarmFilter(standings=frozenset({Standing.NEW})))
    model.show(AlarmFilter())
    model.retranslate()

    assert ids(model)[:2] == ["a1", "new"]


def test_a_burst_of_3000_rows_keeps_the_selection_and_never_resets(qtbot: QtBot) -> None:
    of = store([alarm(f"a{n}", raised_at=NOW - n) for n in range(200)])
    model = model_of(of)
    selection = QItemSelectionModel(model)
    selection.select(
        model.index(120, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    chosen = model.alarm_at(120).id
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))

    kinds = list(AlarmKind)
    tell(of, *(e.AlarmRaised(alarm(f"n{n}", kinds[n % len(kinds)], raised_at=NOW - n % 700)) for n in range(3000)))
    tell(of, *(e.AlarmAcknowledged(f"a{n}") for n in range(0, 100)))
    model.refresh(of.take())

    assert model.rowCount() == 3200
    assert [model.alarm_at(i.row()).id for i in selection.selectedRows()] == [chosen]
    assert not resets


def test_a_row_that_moves_takes_its_persistent_index_along() -> None:
    of = store([alarm("a", raised_at=NOW - 9), alarm("b", raised_at=NOW - 5), alarm("c", raised_at=NOW - 1)])
    model = model_of(of)
    kept = QPersistentModelIndex(model.index(0, 0))

    tell(of, e.AlarmAcknowledged("a"), actor="serikova")
    model.refresh(of.take())

    assert ids(model) == ["b", "c", "a"]
    assert kept.row() == 2


def test_changes_within_rows_are_one_announcement(qtbot: QtBot) -> None:
    of = store([alarm(f"a{n}", raised_at=NOW - n) for n in range(100)])
    model = model_of(of)
    heard: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: heard.append((first.row(), last.row())))

    tell(of, *(e.AlarmRepeated(f"a{n}", Priority.P3) for n in range(10, 60)))
    model.refresh(of.take())

    assert heard == [(40, 89)]


def test_changes_about_other_things_leave_the_rows_alone() -> None:
    of = store([alarm("a")])
    model = model_of(of)
    heard: list[QModelIndex] = []
    model.dataChanged.connect(lambda first, last: heard.append(first))

    model.refresh(Changes(units={"u"}, fixes={"u"}))

    assert not heard


def test_an_intent_is_pending_until_it_is_settled() -> None:
    of = store([alarm("a")])
    model = model_of(of)
    state = model.index(0, AlarmColumn.STATE)

    of.await_answer("key", Acknowledge("a"))
    model.refresh(of.take())
    assert state.data() == "Sending…"
    assert state.data(PENDING_ROLE) is True

    of.settle("key")
    model.refresh(of.take())
    assert state.data() == "New"


def test_cells_say_what_the_alarm_is() -> None:
    of = store(
        [
            alarm(
                "a",
                AlarmKind.PANIC_BUTTON,
                state=AlarmState.ACKNOWLEDGED,
                owner="serikova",
                occurrences=4,
                raised_at=NOW - 125,
            )
        ]
    )
    model = model_of(of)

    said = [str(model.index(0, column).data()) for column in AlarmColumn]

    assert said == ["P1", "2 min", "Panic button", "Abay Ave", "Almaly", "DEV-a", "Acknowledged", "me", "", "", "×4"]
    sentence = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence.startswith("P1 Emergency, 2 min, Panic button, Abay Ave")


def test_a_crossing_says_who_did_what() -> None:
    crossing = Crossing("Z1", Way.ENTER)
    stadium = LocalText("Stadium", "Stadium", "Stadium")
    of = store([], [unit("U7", callsign="M07")])
    model = AlarmsModel(of)
    entered = alarm("a", AlarmKind.GEOFENCE, source="U7", place=stadium, crossing=crossing)
    left = alarm("b", AlarmKind.GEOFENCE, source="U8", place=stadium, crossing=Crossing("Z1", Way.LEAVE))
    assert model.words.place(entered) == "M07 entered “Stadium”"
    assert model.words.place(left) == "U8 left “Stadium”"
    assert "m07" in model.words.said(entered)


def test_the_text_filter_finds_the_kind_the_place_and_the_district() -> None:
    of = store([alarm("theft"), alarm("fire", AlarmKind.FIRE, district="751910000")])
    model = model_of(of)

    for text, found in (("turksib", ["fire"]), ("abay", ["fire", "theft"]), ("THEFT", ["theft"]), ("nothing", [])):
        model.show(AlarmFilter(text=text))
        assert ids(model) == found


def test_an_owner_who_has_logged_in_is_called_by_name() -> None:
    of = store([alarm("a"), alarm("b")])
    tell(of, e.OperatorCame("Д. Ким"), e.AlarmAcknowledged("a"), actor="kim")
    tell(of, e.AlarmAcknowledged("b"), actor="stranger")
    model = model_of(of)
    assert [model.words.operator(of.picture.alarms[i].owner) for i in ("a", "b")] == ["Д. Ким", "stranger"]
    assert "д. ким" in model.words.said(of.picture.alarms["a"])


def test_an_alarm_back_to_normal_is_not_counted_though_its_incident_is_open() -> None:
    of = store([alarm("a"), alarm("b")])
    model = model_of(of)
    tell(of, e.IncidentOpened(incident("INC-1", alarms=("a",))), e.AlarmAcknowledged("a"), e.AlarmCleared("a"))
    model.refresh(of.take())
    assert "a" in of.picture.alarms
    assert model.known == model.rowCount() == 1


def test_an_alarm_without_a_place_is_named_by_the_map() -> None:
    model = AlarmsModel(store([alarm("a", place=NOWHERE), alarm("b", place=NOWHERE, lon=0.0, lat=0.0)]))

    assert model.words.place(alarm("a", place=NOWHERE)).endswith("Street")
    assert model.words.place(alarm("b", place=NOWHERE, lon=0.0, lat=0.0)) == "DEV-b", (
        "at sea its source is all there is"
    )


def test_a_group_is_shown_as_the_queue_knows_it_though_the_store_is_a_tick_ahead() -> None:
    of = store([alarm(f"a{n}", AlarmKind.CAMERA_OFFLINE) for n in range(5)])
    model = model_of(of)
    model.group_by(Grouping.CAUSE)
    group = model.group_at(0)
    assert group is not None

    tell(of, *(e.AlarmAcknowledged(f"a{n}") for n in range(5)), *(e.AlarmCleared(f"a{n}") for n in range(5)))

    assert model.head_of(group).id == group.head
    assert model.index(0, AlarmColumn.KIND).data() == "Camera offline · Almaly"
    assert [a.id for a in model.alarms_at(0)] == [f"a{n}" for n in range(5)]
    model.refresh(of.take())
    assert model.rowCount() == 0


KINDS = [AlarmKind.CAMERA_OFFLINE, AlarmKind.THEFT, AlarmKind.FIRE, AlarmKind.PANIC_BUTTON]
STEP = st.one_of(
    st.tuples(st.just("raise"), st.integers(0, 400), st.sampled_from(KINDS)),
    st.tuples(st.just("acknowledge"), st.integers(0, 40), st.none()),
    st.tuples(st.just("clear"), st.integers(0, 40), st.none()),
    st.tuples(st.just("group"), st.sampled_from(list(Grouping)), st.none()),
    st.tuples(st.just("turn"), st.integers(0, 5), st.none()),
    st.tuples(st.just("flood"), st.booleans(), st.none()),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(STEP, max_size=25))
def test_what_is_chosen_stays_chosen_through_changes_groups_and_floods(steps: list[Any]) -> None:
    of = store([alarm(f"a{n}", KINDS[n % 4], raised_at=NOW - n) for n in range(40)])
    model = model_of(of)
    model.hold(["a21"])
    row = model.row_of("a21")
    assert row is not None
    kept = QPersistentModelIndex(model.index(row, 0))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))

    for n, (what, value, kind) in enumerate(steps):
        match what:
            case "raise":
                tell(of, e.AlarmRaised(alarm(f"n{n}", kind, raised_at=NOW - value)))
            case "acknowledge" if value != 21 and f"a{value}" in of.picture.alarms:
                if of.picture.alarms[f"a{value}"].is_unacknowledged:
                    tell(of, e.AlarmAcknowledged(f"a{value}"), actor="kim")
            case "clear" if value != 21 and f"a{value}" in of.picture.alarms:
                if of.picture.alarms[f"a{value}"].cleared_at is None:
                    tell(of, e.AlarmCleared(f"a{value}"))
            case "group":
                model.group_by(value)
            case "turn" if value < model.rowCount():
                model.turn(value)
            case "flood":
                model.follow_flood(value)
        model.refresh(of.take())
        assert kept.isValid()
        assert model.row_id(kept.row()) == "a21"

    standing = {a.id for a in of.picture.alarms.values() if a.state is not AlarmState.NORMAL}
    assert {a.id for row in range(model.rowCount()) for a in model.alarms_at(row)} == standing
    assert not resets
