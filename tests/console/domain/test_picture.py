"""The fold: whoever starts from a snapshot and whoever saw everything know the same."""

import msgspec
import pytest
from hypothesis import given, strategies as st

from console.domain.alarms import AlarmState
from console.domain.devices import Health
from console.domain.events import AlarmAcknowledged, DeviceChanged, LogEntry, OperatorCame
from console.domain.fold.incidents import RECENTLY_CLOSED
from console.domain.incidents import Disposition, EntryKind
from console.domain.picture import Inconsistent, Picture, Snapshot
from console.domain.repairs import RepairState
from console.domain.units import Fix, UnitStatus
from tests.console.center import story
from tests.console.center.town import UNITS


def travelled(snapshot: Snapshot) -> Snapshot:
    return msgspec.json.decode(msgspec.json.encode(snapshot), type=Snapshot)


def without_fixes(picture: Picture) -> Snapshot:
    snapshot = picture.snapshot(0)
    return msgspec.structs.replace(
        snapshot, epoch="", units=tuple(msgspec.structs.replace(u, fix=None) for u in snapshot.units)
    )


@given(story.steps, st.data())
def test_a_snapshot_and_the_rest_are_the_whole(steps: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    _, entries = story.told(steps)
    cut = data.draw(st.integers(0, len(entries)))
    whole, first = Picture(), Picture()
    for entry in entries:
        whole.apply(entry)
    for entry in entries[:cut]:
        first.apply(entry)
    resumed = Picture()
    resumed.load(travelled(first.snapshot(0)))
    for entry in entries[cut:]:
        resumed.apply(msgspec.json.decode(msgspec.json.encode(entry), type=LogEntry))
    assert without_fixes(resumed) == without_fixes(whole)


@given(story.steps)
def test_changes_name_everything_that_is_different(steps: list) -> None:  # type: ignore[type-arg]
    _, entries = story.told(steps)
    picture = Picture()
    for entry in entries:
        before = _kinds(picture)
        changes = picture.apply(entry)
        after = _kinds(picture)
        named = (
            *(changes.alarms, changes.incidents, changes.units, changes.devices, changes.zones),
            *(changes.messages, changes.repairs),
        )
        for old, new, ids in zip(before, after, named, strict=True):
            assert {id_ for id_ in old.keys() | new.keys() if old.get(id_) != new.get(id_)} <= ids


def _kinds(picture: Picture) -> list[dict[str, object]]:
    things = (
        *(picture.alarms, picture.incidents, picture.units, picture.devices, picture.zones),
        *(picture.messages, picture.repairs),
    )
    return [{**kind} for kind in things]


@given(story.steps)
def test_what_is_known_fits_together(steps: list) -> None:  # type: ignore[type-arg]
    picture, _ = story.told(steps)
    for unit in picture.units.values():
        if unit.assignment is None:
            assert unit.status is not UnitStatus.DISPATCHED
        else:
            incident = picture.incidents[unit.assignment.incident]
            assert incident.is_open
            assert unit.id in incident.units
    for incident in picture.incidents.values():
        assert incident.version <= picture.seq
        assert incident.log[0].kind is EntryKind.OPENED
        assert len(set(incident.units)) == len(incident.units)
        for unit_id in incident.units:
            task = picture.units[unit_id].assignment
            assert task is not None
            assert task.incident == incident.id
        assert incident.is_open is (incident.disposition is None) is (incident.closed_at is None)
        assert incident.id not in incident.links
        if incident.merged_into:
            assert incident.disposition is Disposition.DUPLICATE
        elif not incident.is_open:
            assert not incident.missing
        if incident.is_open:
            for alarm_id in incident.alarms:
                assert alarm_id not in picture.alarms or picture.alarms[alarm_id].incident == incident.id
    for alarm in picture.alarms.values():
        linked = picture.incidents.get(alarm.incident)
        assert not alarm.incident or (linked is not None and linked.is_open and alarm.id in linked.alarms)
        assert alarm.state is not AlarmState.NORMAL or linked is not None
        assert alarm.owner or alarm.state is not AlarmState.ACKNOWLEDGED
        assert alarm.is_parked is (alarm.parking is not None)
        if not alarm.is_parked:
            assert alarm.is_active is (alarm.cleared_at is None)
    orders = [repair.device for repair in picture.repairs.values() if repair.state is not RepairState.DONE]
    assert len(set(orders)) == len(orders)
    assert sum(not i.is_open for i in picture.incidents.values()) <= RECENTLY_CLOSED
    assert Health.OK not in picture.devices.values()


def test_a_gap_is_not_overlooked() -> None:
    picture = Picture()
    with pytest.raises(Inconsistent):
        picture.apply(LogEntry(2, 0.0, "center", DeviceChanged("B1", Health.OFFLINE)))
    assert picture.seq == 0


def test_an_entry_about_nothing_known_changes_nothing() -> None:
    picture = Picture()
    with pytest.raises(Inconsistent):
        picture.apply(LogEntry(1, 0.0, "anna", AlarmAcknowledged("A9")))
    assert picture.seq == 0


@given(st.lists(st.tuples(st.sampled_from(UNITS[:2]), st.floats(0, 100)), max_size=20))
def test_the_latest_position_wins_however_late_others_come(reports: list[tuple[str, float]]) -> None:
    picture, _ = story.told([])
    for unit_id in UNITS[:2]:
        picture.units[unit_id] = msgspec.structs.replace(picture.units[unit_id], fix=None)
    for unit_id, time in reports:
        picture.place([Fix(unit_id, 76.9, 43.2, 0, 0, time)])
    for unit_id in UNITS[:2]:
        times = [time for id_, time in reports if id_ == unit_id]
        fix = picture.units[unit_id].fix
        assert (fix.time if fix else None) == (max(times) if times else None)


def test_a_position_of_nobody_is_left_out() -> None:
    picture = Picture()
    assert not picture.place([Fix("U77", 76.9, 43.2, 0, 0, 1.0)])
    assert not picture.units


def test_who_has_logged_in_is_known_by_name_and_a_snapshot_keeps_it() -> None:
    picture, resumed = Picture(), Picture()
    picture.apply(LogEntry(1, 0.0, "serikova", OperatorCame("А. Серикова")))
    resumed.load(travelled(picture.snapshot(0)))
    assert picture.operators == resumed.operators == {"serikova": "А. Серикова"}
