"""Hot spots and coverage gaps as layers: reckoned when they are seen, told to the page, listed in words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console import settings
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.events import DeviceChanged, LogEntry
from console.domain.gaps import CoverageGap
from console.domain.offences import KINDS, OffenceKind, Offences
from console.domain.picture import Snapshot
from console.domain.registry import Registry
from console.insight.hot_spots import Choice
from console.state.store import Store
from console.viewmodels import coverage_gaps, hot_spots
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_surfaces import Reckoning
from tests.console.viewmodels.test_map_layers import FakeSource

NOW = 1_763_791_402.0
MARKET = (76.945, 43.262)
RECKONED_MS = 10_000


def record(thefts: int = 60, frauds: int = 20) -> Offences:
    """Thefts at the market at noon, frauds 5 km west of it in the evening, yesterday."""
    count = thefts + frauds
    is_theft = np.arange(count) < thefts
    spread = np.random.default_rng(1).uniform(-0.0005, 0.0005, (2, count))
    at = NOW - 86_400 + np.where(is_theft, 0, 6 * 3600) + np.arange(count)
    return Offences(
        NOW - 90 * 86_400,
        NOW,
        ("751110000",),
        kind=np.where(is_theft, KINDS.index(OffenceKind.THEFT), KINDS.index(OffenceKind.FRAUD)).astype(np.uint8),
        district=np.zeros(count, np.uint8),
        at=at,
        lon=np.where(is_theft, MARKET[0], MARKET[0] - 0.06) + spread[0],
        lat=MARKET[1] + spread[1],
    )


def camera(number: int) -> Camera:
    return Camera(
        f"C{number}", 76.94, 43.25, "751110000", CameraOwner.CITY, Integration.INTEGRATED, Consent.NOT_NEEDED,
        PlaceKind.STREET, number * 40, 60, 50, "", "", "", 1920,
    )  # fmt: skip


class Source(FakeSource):
    """A source that keeps what was written."""

    written: tuple[Path, list[CoverageGap]] | None = None

    def write_gaps(self, target: Path, gaps: Any, districts: Any) -> None:
        assert districts["751110000"]
        self.written = target, list(gaps)


class Map:
    """A map whose page listens."""

    def __init__(self) -> None:
        self.store, self.source = Store(), Source()
        self.store.clock.tell(NOW, rate=0.0)
        self.city = CityMap(self.store, self.source)
        self.told: list[dict[str, Any]] = []
        self.city.page.told.connect(lambda message: self.told.append(json.loads(message)))
        self.city.page.load_starts()
        self.city.page.hello()
        self.store.load(Snapshot("e", 0, NOW, (), (), (), {}))
        self.store.enroll(Registry("almaty", 1, 0, [camera(n) for n in range(8)], [], [], [], []))
        self.city.refresh(self.store.take())

    def surfaces(self, name: str) -> list[dict[str, Any]]:
        return [message["surfaces"][name] for message in self.told if name in message.get("surfaces", {})]


@pytest.fixture
def city(qtbot: QtBot) -> Iterator[Map]:
    made = Map()
    yield made
    made.city.close()


def test_nothing_is_asked_for_or_reckoned_while_no_layer_is_shown(city: Map) -> None:
    city.city.take_record(record())
    assert not city.city.wants_record
    assert city.city.hot_spots.rows() == []
    assert city.surfaces("hot_spots") == []


def test_a_layer_that_is_shown_asks_for_the_record(city: Map, qtbot: QtBot) -> None:
    with qtbot.waitSignal(city.city.record_wanted):
        city.city.layers.set_layer_visible(hot_spots.LAYER, True)
    assert city.city.wants_record
    assert "Waiting" in city.city.hot_spots.headline()


def test_hot_spots_are_told_to_the_page_and_ranked_in_words(city: Map, qtbot: QtBot) -> None:
    layer = city.city.hot_spots
    city.city.layers.set_layer_visible(hot_spots.LAYER, True)
    city.city.take_record(record())
    qtbot.waitUntil(lambda: bool(layer.rows()), timeout=RECKONED_MS)
    told = city.surfaces("hot_spots")[-1]
    _kind, body = city.city.page.file("surface/hot_spots.bin") or ("", b"")
    assert len(body) == told["rows"] * told["columns"]
    assert max(body) > 64
    first, second = layer.rows()[:2]
    assert (first.count, second.count) == (60, 20)
    assert first.hint.startswith("mostly theft")
    assert (first.lon, first.lat) == pytest.approx(MARKET, abs=2e-3)
    assert layer.headline() == "80 offences in 90 days"
    assert layer.hint().splitlines()[1] == "Steps: about 2, 3, 7, 15, 31 × the mean"
    assert sum(layer.hours) == 80


def test_another_choice_is_another_surface_and_the_last_kind_stays(city: Map, qtbot: QtBot) -> None:
    layer = city.city.hot_spots
    city.city.layers.set_layer_visible(hot_spots.LAYER, True)
    city.city.take_record(record())
    for kind in OffenceKind:
        if kind is not OffenceKind.FRAUD:
            layer.choose_kind(kind, counts=False)
    layer.choose_kind(OffenceKind.FRAUD, counts=False)
    qtbot.waitUntil(lambda: [row.count for row in layer.rows()] == [20], timeout=RECKONED_MS)
    begin = int(np.argmax(layer.hours))
    layer.choose_hours((begin + 3) % 24, (begin + 5) % 24)
    qtbot.waitUntil(lambda: layer.rows() == [], timeout=RECKONED_MS)
    assert layer.headline() == "0 offences in 90 days"
    assert sum(layer.hours) == 20, "the strip shows all hours, whatever is chosen of them"


def test_what_is_counted_is_remembered_and_said_in_a_line(city: Map) -> None:
    layer = city.city.hot_spots
    assert layer.counted() == "Hot spots of offences: Last 90 days"
    for kind in OffenceKind:
        layer.choose_kind(kind, counts=kind in (OffenceKind.THEFT, OffenceKind.FRAUD))
    layer.choose_hours(22, 6)
    layer.choose_days(30)
    assert layer.counted() == "Hot spots of offences: Theft, Fraud · 22:00–06:00 · Last 30 days"
    again = Map()
    again.city.hot_spots.restore(msgspec.convert(msgspec.to_builtins(layer.kept), settings.HotSpots))
    assert again.city.hot_spots.choice == layer.choice
    again.city.hot_spots.restore(settings.HotSpots([kind.value for kind in OffenceKind], (0, 24), 13))
    assert again.city.hot_spots.choice == Choice(days=90.0), "what makes no sense is left out"
    again.city.close()


def test_a_page_that_comes_back_is_told_the_surface_again(city: Map, qtbot: QtBot) -> None:
    city.city.layers.set_layer_visible(hot_spots.LAYER, True)
    city.city.take_record(record())
    qtbot.waitUntil(lambda: bool(city.surfaces("hot_spots")), timeout=RECKONED_MS)
    city.city.page.load_starts()
    known = json.loads(city.city.page.hello())["known"]
    assert known["surfaces"]["hot_spots"] == city.surfaces("hot_spots")[-1]
    assert known["visible"]["hot_spots"] is True


def test_gaps_are_ranked_told_and_saved(city: Map, qtbot: QtBot, tmp_path: Path) -> None:
    layer = city.city.gaps
    city.city.layers.set_layer_visible(coverage_gaps.LAYER, True)
    city.city.take_record(record())
    qtbot.waitUntil(lambda: bool(layer.gaps), timeout=RECKONED_MS)
    rows = layer.rows()
    assert [row.rank for row in rows[:2]] == [1, 2]
    assert rows[0].area.endswith(" ha")
    assert any("60 offences" in row.hint for row in rows)
    gaps = next(message["gaps"]["all"] for message in city.told if "gaps" in message)
    assert gaps[0]["rank"] == 1
    assert gaps[0]["outline"][0][0] == gaps[0]["outline"][0][-1]
    layer.save(tmp_path / "gaps.csv")
    assert city.source.written == (tmp_path / "gaps.csv", list(layer.gaps))


def test_health_that_changes_is_reckoned_in_later(city: Map, qtbot: QtBot) -> None:
    layer = city.city.gaps
    city.city.layers.set_layer_visible(coverage_gaps.LAYER, True)
    city.city.take_record(record())
    qtbot.waitUntil(lambda: bool(layer.gaps), timeout=RECKONED_MS)
    before = len(city.surfaces("gaps"))
    city.store.apply([LogEntry(1, NOW, "c", DeviceChanged(f"C{n}", Health.OFFLINE)) for n in range(1)])
    city.city.refresh(city.store.take())
    assert len(city.surfaces("gaps")) == before, "not at each change"
    layer._often.timeout.emit()
    qtbot.waitUntil(lambda: len(city.surfaces("gaps")) == before + 1, timeout=RECKONED_MS)


def test_a_page_that_comes_back_is_told_both_surfaces(city: Map, qtbot: QtBot) -> None:
    for layer in (hot_spots.LAYER, coverage_gaps.LAYER):
        city.city.layers.set_layer_visible(layer, True)
    city.city.take_record(record())
    both = {hot_spots.LAYER, coverage_gaps.LAYER}
    qtbot.waitUntil(lambda: all(city.surfaces(layer) for layer in both), timeout=RECKONED_MS)
    city.city.page.load_starts()
    assert json.loads(city.city.page.hello())["known"]["surfaces"].keys() == both


def test_gaps_of_another_registry_do_not_come_back_from_what_was_under_way(city: Map, qtbot: QtBot) -> None:
    layer, reckoning = city.city.gaps, city.city.gaps._reckoning
    city.city.layers.set_layer_visible(coverage_gaps.LAYER, True)
    with qtbot.waitSignal(reckoning.done, timeout=RECKONED_MS):
        city.city.take_record(record())
        city.city.layers.set_layer_visible(coverage_gaps.LAYER, False)
        city.store.enroll(Registry("almaty", 2, 0, [], [], [], [], []))
        city.city.refresh(city.store.take())
    assert layer.gaps == ()
    city.city.layers.set_layer_visible(coverage_gaps.LAYER, True)
    qtbot.waitUntil(lambda: bool(layer.gaps), timeout=RECKONED_MS)
    assert layer.gaps[0].nearest_camera_m is None, "the newer registry has no cameras"


def test_cameras_that_came_back_during_a_break_count_again(city: Map, qtbot: QtBot) -> None:
    layer = city.city.gaps
    city.store.apply([LogEntry(n + 1, NOW, "c", DeviceChanged(f"C{n}", Health.OFFLINE)) for n in range(8)])
    city.city.refresh(city.store.take())
    city.city.layers.set_layer_visible(coverage_gaps.LAYER, True)
    city.city.take_record(record())
    qtbot.waitUntil(lambda: bool(layer.gaps), timeout=RECKONED_MS)
    before = layer._reckoned.surface.share_seen if layer._reckoned else 1.0
    city.store.load(Snapshot("e", 9, NOW, (), (), (), {}))
    city.city.refresh(city.store.take())
    with qtbot.waitSignal(layer.changed, timeout=RECKONED_MS):
        layer._often.timeout.emit()
    assert layer._reckoned is not None
    assert layer._reckoned.surface.share_seen > before


def test_no_gap_is_told_too(city: Map, qtbot: QtBot) -> None:
    layer = city.city.gaps
    city.city.layers.set_layer_visible(coverage_gaps.LAYER, True)
    city.city.take_record(record())
    qtbot.waitUntil(lambda: bool(layer.gaps), timeout=RECKONED_MS)
    assert layer._reckoned is not None
    layer._show(replace(layer._reckoned, gaps=[]))
    assert city.told[-1]["gaps"] == {"all": []}


def test_hot_spots_of_a_record_before_do_not_come_back_from_what_was_under_way(city: Map, qtbot: QtBot) -> None:
    layer = city.city.hot_spots
    city.city.layers.set_layer_visible(hot_spots.LAYER, True)
    with qtbot.waitSignal(layer._reckoning.done, timeout=RECKONED_MS):
        city.city.take_record(record())
        city.city.layers.set_layer_visible(hot_spots.LAYER, False)
        city.city.take_record(record(thefts=10, frauds=2))
    city.city.layers.set_layer_visible(hot_spots.LAYER, True)
    qtbot.waitUntil(lambda: layer.headline() == "12 offences in 90 days", timeout=RECKONED_MS)


def test_what_fails_does_not_stop_what_comes_after(qtbot: QtBot) -> None:
    reckoning: Reckoning[int] = Reckoning()
    done: list[int] = []
    reckoning.done.connect(done.append)
    with qtbot.captureExceptions() as faults:
        reckoning.ask(lambda: 1 // 0)
        qtbot.waitUntil(lambda: not reckoning.is_busy, timeout=RECKONED_MS)
        reckoning.ask(lambda: 2)
        qtbot.waitUntil(lambda: done == [2], timeout=RECKONED_MS)
    assert [kind for kind, _fault, _trace in faults] in ([], [ZeroDivisionError])
    reckoning.close()


def test_of_what_is_asked_for_meanwhile_the_last_is_reckoned(qtbot: QtBot) -> None:
    reckoning: Reckoning[int] = Reckoning()
    done: list[int] = []
    reckoning.done.connect(done.append)
    for number in range(5):
        reckoning.ask(lambda number=number: number)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(done) == 2, timeout=RECKONED_MS)
    assert done == [0, 4]
    reckoning.close()
