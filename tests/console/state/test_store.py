"""The store: folds what the link gives it, says once that something changed, knows what is pending and what is old."""

from collections.abc import Iterator

import pytest

from console.domain.alarms import Alarm, AlarmKind, AlarmState, Priority
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.changes import Changes
from console.domain.devices import Health
from console.domain.events import AlarmAcknowledged, AlarmRaised, DeviceChanged, Event, LogEntry, UnitAdded
from console.domain.freshness import STALE_AFTER_S, LinkState, LinkStatus, Source
from console.domain.intents import Acknowledge, AddNote, AssignUnit
from console.domain.picture import Inconsistent, Picture
from console.domain.registry import Registry
from console.domain.units import Agency, Fix, Unit, UnitStatus
from console.state import store as store_module
from console.state.store import Store


def _alarm(alarm_id: str) -> Alarm:
    return Alarm(
        alarm_id, AlarmKind.FIRE, Priority.P2, AlarmState.UNACKNOWLEDGED, "d1", 76.9, 43.2, "751110000", 1.0, 1.0
    )


def _unit(unit_id: str) -> Unit:
    return Unit(unit_id, unit_id, Agency.POLICE, 2, "", UnitStatus.AVAILABLE, 0.0)


def _entries(*events: Event, after: int = 0) -> Iterator[LogEntry]:
    return (LogEntry(seq, float(seq), "aliya", event) for seq, event in enumerate(events, after + 1))


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock, for a test to move."""
    time = [100.0]
    monkeypatch.setattr(store_module, "monotonic", lambda: time[0])
    return time


def test_entries_become_the_picture_and_one_set_of_changes(store: Store) -> None:
    store.apply(_entries(AlarmRaised(_alarm("a")), DeviceChanged("d1", Health.OFFLINE), UnitAdded(_unit("u"))))
    assert store.picture.alarms["a"].version == 1
    assert store.take() == Changes(alarms={"a"}, devices={"d1"}, units={"u"})
    assert not store.take()


def test_a_change_is_announced_once_until_it_is_taken(store: Store) -> None:
    told: list[bool] = []
    store.on_change = lambda: told.append(True)
    store.apply(_entries(DeviceChanged("d1", Health.OFFLINE)))
    store.apply(_entries(DeviceChanged("d2", Health.OFFLINE), after=1))
    assert len(told) == 1
    store.take()
    store.apply(_entries(DeviceChanged("d3", Health.OFFLINE), after=2))
    assert len(told) == 2


def test_what_fitted_before_a_misfit_stays_and_is_told(store: Store) -> None:
    with pytest.raises(Inconsistent):
        store.apply(_entries(DeviceChanged("d1", Health.OFFLINE), AlarmAcknowledged("nobody knows")))
    assert store.picture.seq == 1
    assert store.take().devices == {"d1"}


def test_a_gap_does_not_fit(store: Store) -> None:
    with pytest.raises(Inconsistent):
        store.apply(_entries(DeviceChanged("d1", Health.OFFLINE), after=5))


def test_a_snapshot_replaces_everything(store: Store) -> None:
    store.apply(_entries(AlarmRaised(_alarm("old"))))
    other = Picture()
    other.epoch = "e2"
    for entry in _entries(AlarmRaised(_alarm("new"))):
        other.apply(entry)
    store.load(other.snapshot(5.0))
    assert (store.picture.epoch, list(store.picture.alarms)) == ("e2", ["new"])
    assert store.take().whole


def test_the_latest_fix_of_a_unit_wins(store: Store) -> None:
    store.apply(_entries(UnitAdded(_unit("u"))))
    store.take()
    store.place([Fix("u", 1.0, 1.0, 0.0, 0.0, 20.0), Fix("u", 2.0, 2.0, 0.0, 0.0, 10.0), Fix("x", 0, 0, 0, 0, 0)])
    fix = store.picture.units["u"].fix
    assert fix is not None
    assert fix.time == 20.0
    assert store.take().fixes == {"u"}


def test_an_intent_is_pending_until_its_own_answer(store: Store) -> None:
    store.apply(_entries(UnitAdded(_unit("u"))))
    store.take()
    first, second = AssignUnit("i1", "u"), AssignUnit("i2", "u")
    store.await_answer("k1", first)
    store.await_answer("k2", second)
    assert store.pending == {"u": {"k1": first, "k2": second}}
    assert store.take().units == {"u"}
    store.settle("k1")
    assert store.pending == {"u": {"k2": second}}
    store.settle("k2")
    store.settle("never heard of")
    assert store.pending == {}
    assert store.take().units == {"u"}


def test_intents_about_nothing_known_change_no_row(store: Store) -> None:
    store.await_answer("k1", AddNote("i1", "text"))
    store.await_answer("k2", Acknowledge("gone"))
    assert not store.take()
    store.settle("k1")
    store.settle("k2")
    assert store.pending == {}


def test_a_registry_is_known_by_id(store: Store) -> None:
    camera = Camera(
        "C1",
        76.9,
        43.2,
        "751110000",
        CameraOwner.CITY,
        Integration.INTEGRATED,
        Consent.NOT_NEEDED,
        PlaceKind.YARD,
        0,
        90,
        40,
        "",
        "",
        "",
    )
    store.enroll(Registry("testville", 1, 0, [camera], [], [], [], []))
    assert store.cameras == {"C1": camera}
    assert store.take().registry


def test_what_was_never_heard_is_old(store: Store) -> None:
    assert store.age(Source.MAP) is None
    assert all(store.is_stale(source) for source in Source)


@pytest.mark.parametrize("source", list(Source))
def test_a_source_grows_old_in_silence(store: Store, now: list[float], source: Source) -> None:
    store.link(LinkStatus(LinkState.LIVE))
    store.heard(source)
    now[0] += STALE_AFTER_S[source]
    assert store.age(source) == STALE_AFTER_S[source]
    assert not store.is_stale(source)
    now[0] += 0.1
    assert store.is_stale(source)


@pytest.mark.parametrize("state", [LinkState.OFFLINE, LinkState.CONNECTING, LinkState.SYNCING])
def test_without_a_live_link_the_centers_facts_are_old_at_once(store: Store, state: LinkState) -> None:
    for source in Source:
        store.heard(source)
    store.link(LinkStatus(state))
    assert [s for s in Source if store.is_stale(s)] == [Source.EVENTS, Source.POSITIONS]


def test_the_links_own_word_is_announced(store: Store) -> None:
    told: list[LinkStatus] = []
    store.on_change = lambda: told.append(store.link_status)
    store.link(LinkStatus(LinkState.SYNCING, queued=2))
    assert told == [LinkStatus(LinkState.SYNCING, queued=2)]
