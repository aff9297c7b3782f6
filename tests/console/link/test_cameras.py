"""The typed calls about cameras, against the real center of the tiny town."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from console.clock import WallClock
from console.domain.errors import ProblemType, Refused
from console.domain.ptz import Direction, PtzMove, PtzPosition, PtzRelease, PtzSave, PtzTake
from console.domain.session import DEMO_PASSWORD
from console.link.link import Link
from console.notices import Notices
from console.state.store import Store
from console.tasks import Tasks
from tests.console.center.running import Running, running

pytestmark = pytest.mark.anyio

HOUR = 3600.0


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("center")) as center:
        yield center


@pytest.fixture
async def link(center: Running, tmp_path: Path) -> AsyncIterator[Link]:
    tasks = Tasks()
    link = Link(center.url, Store(), Notices(), tasks, WallClock(), tmp_path / "data", tmp_path / "cache")
    await link.log_in("duty_officer", DEMO_PASSWORD)
    yield link
    await link.stop()
    await tasks.close()


async def test_a_camera_is_opened_kept_and_closed_once(link: Link, center: Running) -> None:
    opening = await link.cameras.open("open")
    assert opening.frame.startswith(center.url)
    assert opening.archive_at(1000.0, 0.5).startswith(f"{center.url}/video/{opening.lease}/archive.ts?start=1000.000")
    await link.cameras.renew(opening)
    await link.cameras.close(opening)
    await link.cameras.close(opening)  # it has ended: no fault
    with pytest.raises(Refused) as refused:
        await link.cameras.renew(opening)
    assert refused.value.problem.type is ProblemType.NOT_FOUND


async def test_the_record_is_told_and_what_is_not_recorded_in_words(link: Link) -> None:
    hour = WallClock().now() // HOUR * HOUR - 3 * HOUR
    told = await link.cameras.ranges("open", hour, hour + HOUR)
    assert told.ranges == ((hour, hour + 2700),)
    opening = await link.cameras.open("open")
    still = await link.cameras.still(opening, hour + 60.5, "main", 160)
    assert (still.jpeg, still.time) == (b"open main 160", hour + 60.5)
    with pytest.raises(Refused) as refused:
        await link.cameras.still(opening, hour + 3000)
    assert refused.value.problem.nearest == hour + 2700
    assert "the nearest record is of" in str(refused.value)


async def test_a_camera_is_turned_and_let_go(link: Link) -> None:
    with pytest.raises(Refused) as refused:
        await link.cameras.order("mast", PtzTake())
    assert str(refused.value) == "Open this camera before you turn it."
    await link.cameras.open("mast")
    before = await link.cameras.ptz("mast")
    moving = await link.cameras.order("mast", PtzMove(pan=1.0, seconds=2.0))
    assert moving.is_moving
    assert moving.lock is not None
    stopped = await link.cameras.order("mast", PtzMove())
    assert not stopped.is_moving
    assert stopped.direction.pan >= before.direction.pan
    assert "Here" in (await link.cameras.order("mast", PtzSave("Here"))).presets
    assert (await link.cameras.order("mast", PtzRelease())).lock is None


def test_the_store_keeps_the_newest_direction_of_a_camera() -> None:
    store = Store()
    new, old = PtzPosition("mast", Direction(2.0, 0.0), 20.0), PtzPosition("mast", Direction(1.0, 0.0), 10.0)
    store.turn([new])
    store.turn([old])
    assert store.picture.turned == {"mast": new}
    assert store.take().turned == {"mast"}
