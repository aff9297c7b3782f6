"""One zone from one operator's hand to another's map: real links on a real center, in any order of breaks."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from console.acting import Acting, Map, Wall
from console.clock import WallClock
from console.domain.errors import Refused
from console.domain.freshness import LinkState
from console.domain.intents import ChangeZone, DrawZone, RemoveZone
from console.domain.session import DEMO_PASSWORD, Role
from console.domain.zones import Drawing, Watch, Way, ZoneKind
from console.link.link import Link
from console.notices import Notice, Notices
from console.tasks import Tasks
from console.viewmodels.desk import Desk
from console.viewmodels.map_news import MapNews
from tests.console.center.running import Running, running
from tests.console.center.town import LAT, LON
from tests.console.link.conftest import StrictStore
from tests.desk import Asked

pytestmark = pytest.mark.anyio

STADIUM = Drawing(
    ZoneKind.CORDON,
    "Stadium cordon",
    ((LON + 0.01, LAT), (LON + 0.02, LAT), (LON + 0.02, LAT + 0.01), (LON + 0.01, LAT + 0.01)),
    Watch(Way.ENTER),
)


class Console:
    """A console without a window."""

    def __init__(self, center: Running, folder: Path) -> None:
        self.store, self.tasks, notices = StrictStore(), Tasks(), Notices()
        self.told: list[str] = []
        notices.listen(self._hear)
        self.link = Link(center.url, self.store, notices, self.tasks, WallClock(), folder / "data", folder / "cache")
        desk, asked = Desk(self.store), Asked()
        self.acting = Acting(self.store, desk, cast(Map, asked), cast(Wall, asked), lambda: self.link, notices)
        self.news = MapNews(self.store)

    def _hear(self, notice: Notice | None, key: str) -> None:
        if notice is not None and key.startswith("intent-"):
            self.told.append(notice.text)

    async def begin(self, role: Role) -> None:
        await self.link.log_in(role, DEMO_PASSWORD)
        self.link.start()
        await self.store.until_state(LinkState.LIVE)
        self.store.take()

    async def end(self) -> None:
        await self.acting.tasks.close()
        await self.link.stop()
        await self.tasks.close()

    @property
    def zones(self) -> list[Drawing]:
        return [zone.drawing for zone in self.store.picture.zones.values()]

    @property
    def version(self) -> int:
        (zone,) = self.store.picture.zones.values()
        return zone.version


@pytest.fixture
async def consoles(tmp_path: Path) -> AsyncIterator[tuple[Console, Console, Running]]:
    with running(tmp_path / "center") as center:
        one, other = Console(center, tmp_path / "one"), Console(center, tmp_path / "other")
        await one.begin(Role.DUTY_OFFICER)
        await other.begin(Role.SUPERVISOR)
        yield one, other, center
        await one.end()
        await other.end()


async def both(one: Console, other: Console, condition: Callable[[Console], Any]) -> None:
    for console in (one, other):
        await console.store.until(lambda console=console: condition(console))


async def test_what_one_draws_changes_and_removes_the_other_sees_and_can_undo(
    qapp: object, consoles: tuple[Console, Console, Running]
) -> None:
    one, other, _ = consoles
    one.acting.want(DrawZone(STADIUM))
    await both(one, other, lambda c: c.zones == [STADIUM])
    (zone,) = one.store.picture.zones
    renamed = replace(STADIUM, name="Market")
    other.acting.want(ChangeZone(zone, renamed), other.store.picture.zones[zone].version)
    await both(one, other, lambda c: c.zones == [renamed])
    one.acting.want(ChangeZone(zone, STADIUM), one.store.picture.zones[zone].version)  # undone by whoever drew it
    await both(one, other, lambda c: c.zones == [STADIUM])
    other.acting.want(RemoveZone(zone))
    await both(one, other, lambda c: c.zones == [])
    other.acting.want(DrawZone(STADIUM))
    await both(one, other, lambda c: c.zones == [STADIUM])
    assert one.told == other.told == []


async def test_a_zone_stands_on_the_map_before_the_center_has_answered(
    qapp: object, consoles: tuple[Console, Console, Running]
) -> None:
    one, other, _ = consoles
    one.acting.want(DrawZone(STADIUM))
    await one.store.until(lambda: one.store.pending)
    (early,) = one.news.changed(one.store.take())["zones"]
    assert (early["name"], early["pending"]) == ("Stadium cordon", True)
    await one.store.until(lambda: one.zones and not one.store.pending)
    told = one.news.changed(one.store.take())
    (zone,) = told["zones"]
    assert zone["pending"] is False
    assert told["gone"] == {"zone": [early["id"]]}
    await other.store.until(lambda: other.zones)
    (theirs,) = other.news.everything()["zones"]
    assert (theirs["id"], theirs["pending"]) == (zone["id"], False)


async def test_who_may_not_is_told_in_words(qapp: object, consoles: tuple[Console, Console, Running]) -> None:
    one, other, _ = consoles
    other.acting.want(DrawZone(STADIUM))
    await both(one, other, lambda c: c.zones)
    (zone,) = one.store.picture.zones
    one.acting.want(RemoveZone(zone))
    await one.store.until(lambda: not one.store.pending and one.store.settled)
    assert one.told == ["Remove zone Stadium cordon: only Б. Сейтқали or a supervisor may do this."]
    crossing = replace(STADIUM, ring=(STADIUM.ring[0], STADIUM.ring[2], STADIUM.ring[1], STADIUM.ring[3]))
    one.acting.want(DrawZone(crossing))
    await one.store.until(lambda: len(one.store.settled) == 2)
    assert one.told[-1] == "Draw zone Stadium cordon: its edge crosses itself. Move a corner and try again."
    assert one.zones == [STADIUM]


async def test_two_who_change_the_same_at_once_one_wins_the_other_is_told(
    qapp: object, consoles: tuple[Console, Console, Running]
) -> None:
    one, other, _ = consoles
    one.acting.want(DrawZone(STADIUM))
    await both(one, other, lambda c: c.zones)
    (zone,) = one.store.picture.zones
    seen = one.store.picture.zones[zone].version
    one.acting.want(ChangeZone(zone, replace(STADIUM, name="One")), seen)
    other.acting.want(ChangeZone(zone, replace(STADIUM, name="Other")), seen)
    await both(one, other, lambda c: c.store.settled and not c.store.pending and c.zones != [STADIUM])
    await both(one, other, lambda c: c.version == max(one.version, other.version))
    assert one.zones == other.zones
    assert len(one.told + other.told) == 1
    assert "changed it at" in (one.told + other.told)[0]


async def test_a_trail_comes_through_the_link(qapp: object, consoles: tuple[Console, Console, Running]) -> None:
    one, _, center = consoles
    center.town.at["U0"] = LON + 0.01, LAT
    await one.store.until(lambda: (fix := one.store.picture.units["U0"].fix) and fix.lon > LON)
    trail = await one.link.trail("U0", 10)
    assert trail.points[-1][1:] == (pytest.approx(LON + 0.01), LAT)
    assert trail.since is not None
    with pytest.raises(Refused, match="It is not there any more"):
        await one.link.trail("U404/../..", 10)
