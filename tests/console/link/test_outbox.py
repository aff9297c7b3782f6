"""The outbox on disk: what was put is there after a crash, in order, in one console only."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from console.domain.intents import Acknowledge, AddNote, AssignUnit
from console.link.outbox import TIME_TO_LIVE_S, Doubt, Outbox, Queued

pytestmark = pytest.mark.anyio


def _queued(key: str, issued_at: float = 0.0) -> Queued:
    return Queued(key, Acknowledge(f"alarm-{key}"), 3, issued_at, "aliya", "e1")


async def test_what_was_put_is_there_after_a_crash_in_order(tmp_path: Path) -> None:
    box = Outbox(tmp_path)
    await box.open()
    for key in "cab":
        await box.put(_queued(key))
    await box.remove("a")
    rows = sqlite3.connect(f"file:{tmp_path / 'outbox-1.sqlite'}?mode=ro&immutable=1", uri=True)
    assert rows.execute("SELECT key FROM outbox ORDER BY number").fetchall() == [("c",), ("b",)]
    rows.close()
    await box.close()
    again = Outbox(tmp_path)
    await again.open()
    assert list(again) == [_queued("c"), _queued("b")]
    await again.close()


CRASH = """
import asyncio, os, pathlib, sys
from console.domain.intents import Acknowledge
from console.link.outbox import Outbox, Queued
async def main():
    box = Outbox(pathlib.Path(sys.argv[1]))
    await box.open()
    await box.put(Queued("k", Acknowledge("a"), 1, 0.0, "aliya", "e1"))
    os._exit(9)
asyncio.run(main())
"""


async def test_a_console_that_is_killed_leaves_its_intents_to_the_next(tmp_path: Path) -> None:
    done = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", CRASH, str(tmp_path)], check=False)
    assert done.returncode == 9
    box = Outbox(tmp_path)
    await box.open()
    assert [q.key for q in box] == ["k"]
    await box.close()


async def test_two_consoles_do_not_share_a_file_and_the_next_one_takes_over(tmp_path: Path) -> None:
    first, second = Outbox(tmp_path), Outbox(tmp_path)
    await first.open()
    await second.open()
    await first.put(_queued("1"))
    await second.put(_queued("2"))
    assert (len(first), len(second)) == (1, 1)
    await first.close()
    await second.close()
    heir = Outbox(tmp_path)
    await heir.open()
    assert [q.key for q in heir] == ["1", "2"]
    await heir.close()
    again = Outbox(tmp_path)
    await again.open()
    assert [q.key for q in again] == ["1", "2"]
    await again.close()


@pytest.mark.parametrize("damage", [b"this is no database at all, only text" * 100, b"SQLite format 3\0" + b"x" * 4096])
async def test_a_damaged_file_is_set_aside_and_the_outbox_works(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "outbox-1.sqlite"
    path.write_bytes(damage)
    box = Outbox(tmp_path)
    await box.open()
    assert [p.read_bytes() for p in box.set_aside] == [damage]
    await box.put(_queued("k"))
    assert box.trouble == ""
    await box.close()


async def test_an_entry_that_cannot_be_read_sets_the_file_aside(tmp_path: Path) -> None:
    box = Outbox(tmp_path)
    await box.open()
    await box.put(_queued("k"))
    await box.close()
    db = sqlite3.connect(tmp_path / "outbox-1.sqlite")
    db.execute("UPDATE outbox SET body = 'garbage'")
    db.commit()
    db.close()
    again = Outbox(tmp_path)
    await again.open()
    assert len(again) == 0
    assert len(again.set_aside) == 1
    await again.close()


async def test_where_the_disk_takes_nothing_intents_go_on_from_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    box = Outbox(tmp_path / "file")
    await box.open()
    assert box.trouble
    await box.put(_queued("k"))
    assert (await box.next()).key == "k"
    await box.close()


async def test_a_held_one_does_not_stop_those_behind_it(tmp_path: Path) -> None:
    box = Outbox(tmp_path)
    await box.open()
    await box.put(_queued("1"))
    await box.put(_queued("2"))
    box.hold("1", Doubt.LATE)
    assert (await box.next()).key == "2"
    box.approve("1")
    assert (await box.next()).key == "1"
    await box.close()


def test_every_kind_of_intent_has_a_time_to_live() -> None:
    from typing import get_args

    from console.domain.intents import Intent

    assert TIME_TO_LIVE_S.keys() == set(get_args(Intent))


def test_a_dispatch_is_late_after_a_minute_and_a_note_is_not() -> None:
    dispatch = Queued("k", AssignUnit("i", "u"), 1, 1000.0, "aliya", "e1")
    note = Queued("k", AddNote("i", "text"), None, 1000.0, "aliya", "e1")
    assert not dispatch.is_late(1060.0)
    assert dispatch.is_late(1061.0)
    assert not note.is_late(1061.0)


def test_an_intent_from_the_future_is_not_trusted() -> None:
    assert _queued("k", issued_at=1000.0).is_late(900.0)
