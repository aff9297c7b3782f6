"""A real center that serves the tiny town, in a thread or (``python -m``) in a process of its own."""

import asyncio
import gc
import queue
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec

from console.center.server import Ending, run, serve
from console.cli import CenterOptions
from console.domain.events import LogEntry
from console.domain.session import DEMO_PASSWORD, Role
from tests.console.center.town import Projector, Town


class Running:
    """A center in a thread of this process."""

    def __init__(self, data: Path) -> None:
        self.town = Town()
        self.projector = Projector()
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._log = data / "center.sqlite"
        self._ending = Ending()
        self._fault: BaseException | None = None
        gc.collect()  # what tests before have left of Qt must not be swept up in another thread: that kills the process
        self._thread = threading.Thread(target=self._run, args=(CenterOptions(data, port=0),))
        self._thread.start()
        ready = self.said.get(timeout=20)
        if self._fault:
            raise self._fault
        self.url = str(ready["url"])
        self.epoch = str(ready["epoch"])

    def _run(self, options: CenterOptions) -> None:
        try:
            asyncio.run(serve(options, self.said.put, self._ending, lambda *_: self.town, lambda *_: self.projector))
        except BaseException as fault:
            self._fault = fault
            self.said.put({})

    def end(self) -> None:
        """End it in order; raises what it ended of."""
        self._ending.want()
        self._thread.join(20)
        if self._fault:
            raise self._fault

    def entries(self) -> list[LogEntry]:
        """The whole log as it is on disk."""
        with closing(sqlite3.connect(self._log)) as db:
            rows = db.execute("SELECT body FROM entries ORDER BY seq").fetchall()
        return [msgspec.json.decode(body, type=LogEntry) for (body,) in rows]

    def client(self, role: Role | None = Role.DUTY_OFFICER) -> httpx.Client:
        """A client that is logged in (None: that is not)."""
        client = httpx.Client(base_url=self.url, timeout=10, trust_env=False)
        if role is not None:
            session = client.post("/session", json={"user": role, "password": DEMO_PASSWORD}).json()
            client.headers["Authorization"] = f"Bearer {session['access_token']}"
        return client


@contextmanager
def running(data: Path) -> Iterator[Running]:
    """A center in a thread, ended in order."""
    center = Running(data)
    try:
        yield center
    finally:
        center.end()


def main() -> int:
    """A center of the town in this process: ``python -m tests.console.center.running DATA``."""
    return run(
        CenterOptions(Path(sys.argv[1]), port=0, end_with_parent=True), lambda *_: Town(), lambda *_: Projector()
    )


if __name__ == "__main__":
    sys.exit(main())
