"""Two consoles on one center: from the acknowledgement on the one to the owner in the store of the other.

Both are real links with real stores on a real center process, and have settled before: their registries are there, and
a first note has passed. The floor is the round trip of the smallest REST answer.
"""

import asyncio
import tempfile
from pathlib import Path
from statistics import quantiles

import httpx

from console.clock import WallClock, monotonic
from console.domain.intents import AddNote, OpenIncident
from console.domain.session import DEMO_PASSWORD, Role
from console.link.link import Link
from console.notices import Notices
from console.state.store import Store
from console.tasks import Tasks
from tests.bench.harness import Bench, Goal, Sample, in_turn, machine
from tests.bench.startup import running_center

NOTES = 100
WITHIN_S = 0.2


def run(rounds: int) -> Bench:
    """Measure it."""
    with tempfile.TemporaryDirectory() as folder, running_center(Path(folder)) as url:
        figures = in_turn(
            rounds,
            {
                "ours": lambda: asyncio.run(_seen_by_the_other(url, Path(folder))),
                "floor": lambda: asyncio.run(_round_trip(url)),
            },
        )
    worst = max(figures["p99_s"]["ours"])
    return Bench(
        "two_consoles", machine(), rounds, figures, [Goal("p99_s, worst round", worst, "<= 0.2 s", worst <= WITHIN_S)]
    )


async def _console(url: str, home: Path, role: Role, tasks: Tasks) -> tuple[Link, Store]:
    store = Store()
    link = Link(url, store, Notices(), tasks, WallClock(), home / role, home / "cache")
    (home / role).mkdir(exist_ok=True)
    (home / "cache").mkdir(exist_ok=True)
    await link.log_in(role, DEMO_PASSWORD)
    link.start()
    known = asyncio.Event()
    store.on_change = known.set
    while not (store.picture.seq and store.registry):
        known.clear()
        store.take()
        await known.wait()
    return link, store


async def _seen_by_the_other(url: str, home: Path) -> Sample:
    tasks = Tasks()
    one, mine = await _console(url, home, Role.DUTY_OFFICER, tasks)
    two, theirs = await _console(url, home, Role.SUPERVISOR, tasks)
    alarm = next(a.id for a in mine.picture.alarms.values() if a.is_active and not a.incident)
    incident = (await one.send(OpenIncident((alarm,)))).created
    seen = asyncio.Event()
    theirs.on_change = seen.set

    async def note(text: str) -> float:
        """Seconds until the other has seen it."""
        began = monotonic()
        sending = tasks.spawn(one.send(AddNote(incident, text)), "send a note")
        while not ((shown := theirs.picture.incidents.get(incident)) and shown.log[-1].text == text):
            seen.clear()
            theirs.take()
            await asyncio.wait_for(seen.wait(), 5)
        took = monotonic() - began
        await sending
        return took

    await note("the first")  # a stream that has just begun is held for a moment: its console may want to resume
    took = [await note(f"note {number}") for number in range(NOTES)]
    await one.stop()
    await two.stop()
    await tasks.close()
    return _told(took)


async def _round_trip(url: str) -> Sample:
    took = []
    async with httpx.AsyncClient(base_url=url) as http:
        for _ in range(NOTES):
            began = monotonic()
            (await http.get("/")).raise_for_status()
            took.append(monotonic() - began)
    return _told(took)


def _told(took: list[float]) -> Sample:
    cuts = quantiles(took, n=100)
    return {"p50_s": cuts[49], "p99_s": cuts[98]}
