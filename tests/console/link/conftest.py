"""A link between a little center and a store that checks the order of everything it is given."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import pytest

from console.clock import WallClock
from console.domain.events import LogEntry
from console.domain.freshness import LinkState, LinkStatus
from console.domain.picture import Snapshot
from console.domain.presence import Present
from console.domain.procedures import Procedure
from console.domain.ptz import PtzPosition
from console.domain.registry import Registry
from console.domain.units import Fix
from console.link.link import Link
from console.notices import Notice, Notices
from console.state.store import Store
from console.tasks import Tasks
from tests.console.link.little_center import LittleCenter

WITHIN_S = 10.0


class StrictStore(Store):
    """A store that keeps what it was told, and lets a test wait for a condition."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded = 0
        self.applied: list[tuple[str, int]] = []
        self.enrolled: list[Registry] = []
        self.settled: list[str] = []
        self.statuses: list[LinkStatus] = []
        self._moved = asyncio.Event()

    def load(self, snapshot: Snapshot) -> None:
        super().load(snapshot)
        self.loaded += 1
        self._moved.set()

    def apply(self, entries: Iterable[LogEntry]) -> None:
        entries = list(entries)
        epoch = self.picture.epoch
        super().apply(entries)
        self.applied += [(epoch, entry.seq) for entry in entries]
        self._moved.set()

    def place(self, fixes: Iterable[Fix]) -> None:
        super().place(fixes)
        self._moved.set()

    def turn(self, positions: Iterable[PtzPosition]) -> None:
        super().turn(positions)
        self._moved.set()

    def attend(self, operators: Iterable[Present]) -> None:
        super().attend(operators)
        self._moved.set()

    def follow(self, procedures: Iterable[Procedure]) -> None:
        super().follow(procedures)
        self._moved.set()

    def enroll(self, registry: Registry) -> None:
        super().enroll(registry)
        self.enrolled.append(registry)
        self._moved.set()

    def settle(self, key: str) -> None:
        super().settle(key)
        self.settled.append(key)
        self._moved.set()

    def link(self, status: LinkStatus) -> None:
        super().link(status)
        self.statuses.append(status)
        self._moved.set()

    def look(self) -> None:
        """Something beside the store has moved; ask again."""
        self._moved.set()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until ``condition`` holds; asked after each change."""
        async with asyncio.timeout(WITHIN_S):
            while not condition():
                self._moved.clear()
                await self._moved.wait()

    async def until_state(self, state: LinkState) -> None:
        await self.until(lambda: self.link_status.state is state)


class Desk:
    """Everything a link stands between."""

    def __init__(self, folder: Path, center: LittleCenter) -> None:
        self.folder = folder
        self.center = center
        self.tasks = Tasks()
        self.notices = Notices()
        self.told: dict[str, Notice] = {}
        self.notices.listen(self._hear)
        self.fresh()

    def fresh(self) -> None:
        """A console that has just been started, on the same folders."""
        self.store = StrictStore()
        self.center.on_asked = self.store.look
        self.link = Link(
            self.center.url,
            self.store,
            self.notices,
            self.tasks,
            WallClock(),
            self.folder / "data",
            self.folder / "cache",
        )

    def hurry(self) -> None:
        """Do not wait between tries to connect."""
        plain = self.store.link

        def link(status: LinkStatus) -> None:
            plain(status)
            if status.state is LinkState.OFFLINE:
                self.link.retry_now()

        self.store.link = link  # type: ignore[method-assign]

    async def begin(self) -> None:
        """Log in, start, be live."""
        await self.link.log_in("aliya", "secret")
        self.link.start()
        await self.live()

    async def live(self) -> None:
        await self.store.until_state(LinkState.LIVE)

    async def caught_up(self) -> None:
        """The store is where the center is."""
        theirs = self.center.picture
        await self.store.until(
            lambda: (
                self.store.link_status.state is LinkState.LIVE
                and (self.store.picture.epoch, self.store.picture.seq) == (theirs.epoch, theirs.seq)
            )
        )

    def _hear(self, notice: Notice | None, key: str) -> None:
        if notice is None:
            self.told.pop(key, None)
        else:
            self.told[key] = notice


@pytest.fixture
async def center() -> AsyncIterator[LittleCenter]:
    async with LittleCenter() as little:
        yield little


@pytest.fixture
async def desk(tmp_path: Path, center: LittleCenter) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path, center)
    yield desk
    await desk.link.stop()
    await desk.tasks.close()
