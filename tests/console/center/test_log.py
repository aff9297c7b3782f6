"""The log: what was acknowledged is there again, whatever happened to the process or the disk."""

import asyncio
import sqlite3
from pathlib import Path

import msgspec
import pytest

from console.center.log import KEEP_KEYFRAMES, KEYFRAME_EVERY, Answer, Damaged, Log, NotWritten
from console.domain.devices import Health
from console.domain.events import CENTER, DeviceChanged, Event, LogEntry, UnitAdded
from console.domain.picture import Picture
from console.domain.protocol import Outcome
from console.domain.units import Fix
from tests.console.center.town import LAT, LON, unit

pytestmark = pytest.mark.anyio


def entry(seq: int, event: Event | None = None) -> LogEntry:
    return LogEntry(seq, float(seq), CENTER, event or DeviceChanged(f"B{seq}", Health.OFFLINE))


def bodies(*seqs: int) -> list[bytes]:
    return [msgspec.json.encode(entry(seq)) for seq in seqs]


async def test_entries_and_epoch_are_there_after_a_restart(tmp_path: Path) -> None:
    first = Log(tmp_path / "log")
    first.start()
    await first.append(1, bodies(1, 2))
    await first.append(3, bodies(3))
    await first.stop()
    second = Log(tmp_path / "log")
    assert second.epoch == first.epoch
    assert second.fold().devices == {f"B{n}": Health.OFFLINE for n in (1, 2, 3)}
    assert second.fold().seq == 3
    assert second.entry(2) == entry(2)
    assert second.entry(4) is None
    await second.stop()


async def test_a_start_folds_from_the_last_keyframe(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.start()
    picture = Picture()
    picture.epoch = log.epoch
    for seq in range(1, KEYFRAME_EVERY + 1):
        picture.apply(entry(seq))
    await log.append(1, bodies(*range(1, KEYFRAME_EVERY + 1)), keyframe=picture.snapshot(1.0))
    await log.append(KEYFRAME_EVERY + 1, bodies(KEYFRAME_EVERY + 1))
    await log.write(lambda db: db.execute("DELETE FROM entries WHERE seq <= ?", (KEYFRAME_EVERY,)))
    folded = log.fold()
    assert folded.seq == KEYFRAME_EVERY + 1
    assert len(folded.devices) == KEYFRAME_EVERY + 1
    await log.stop()


async def test_only_the_last_keyframes_stay(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.start()
    picture = Picture()
    picture.epoch = log.epoch
    for seq in range(1, KEEP_KEYFRAMES + 3):
        picture.apply(entry(seq))
        await log.append(seq, bodies(seq), keyframe=picture.snapshot(float(seq)))
    kept = [seq for (seq,) in log.rows("SELECT seq FROM keyframes ORDER BY seq")]
    assert kept == list(range(3, KEEP_KEYFRAMES + 3))
    assert log.fold().seq == KEEP_KEYFRAMES + 2
    await log.stop()


async def test_the_log_knows_the_last_time_of_its_entries_and_positions(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    assert log.last_time() == 0.0
    log.start()
    await log.append(1, bodies(1, 2))
    assert log.last_time() == 2.0
    await log.keep_fixes([Fix("U0", LON, LAT, 0, 0, 30.0), Fix("U1", LON, LAT, 0, 0, 20.0)])
    assert log.last_time() == 30.0
    await log.write(lambda db: db.execute("UPDATE fixes SET body = x'00'"))
    with pytest.raises(Damaged):
        log.last_time()
    await log.stop()


async def test_an_answer_is_found_by_its_key(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.start()
    answer = Answer("anna", "key", b"digest", Outcome(1, "I1"), 5.0)
    await log.append(1, bodies(1), answer)
    assert log.answer("anna", "key") == answer
    assert log.answer("bolat", "key") is None
    await log.forget_answers(1e9)
    assert log.answer("anna", "key") is None
    await log.stop()


async def test_an_answer_is_not_kept_without_its_entries(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.start()
    with pytest.raises(NotWritten):
        await log.append(5, bodies(5), Answer("anna", "key", b"digest", Outcome(5), 5.0))
    assert log.answer("anna", "key") is None
    assert log.fold().seq == 0
    await log.stop()


async def test_a_full_disk_refuses_all_that_waits_and_takes_what_comes_after_it_is_mended(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    fallen_back: list[int] = []
    log.on_failure = lambda: fallen_back.append(log.fold().seq)
    log.start()
    await log.append(1, bodies(1))
    pages = await log.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    await log.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    big = msgspec.json.encode(LogEntry(2, 2.0, CENTER, DeviceChanged("x" * 100_000, Health.OFFLINE)))
    waiting = [log.append(2, [big]), log.append(3, bodies(3)), log.append(4, bodies(4))]
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(result, NotWritten) for result in results)
    assert "full" in str(results[0])
    assert fallen_back == [1]
    await log.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchone())
    await log.append(2, bodies(2))
    assert log.fold().seq == 2
    await log.stop()


async def test_missed_entries_are_read_in_portions(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.start()
    await log.append(1, bodies(1, 2, 3, 4, 5))
    assert [seq for seq, _ in await log.read(2, 2)] == [3, 4]
    assert await log.read(5, 10) == []
    await log.stop()


async def test_positions_survive_though_they_are_no_entries(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.start()
    await log.append(1, [msgspec.json.encode(entry(1, UnitAdded(unit("U0", 1.0))))])
    fix = Fix("U0", LON + 0.01, LAT, 3.0, 4.0, 99.0)
    await log.keep_fixes([fix])
    assert log.fold().units["U0"].fix == fix
    await log.stop()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
async def test_a_damaged_file_is_named_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        Log(path)
    assert path.read_bytes() == content


async def test_an_entry_that_cannot_be_read_is_damage(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.start()
    await log.append(1, [b'{"seq": 1, "time": "noon"}'])
    with pytest.raises(Damaged):
        log.fold()
    await log.stop()


async def test_a_log_of_another_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "log"
    await _made(path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(Damaged, match="version 99"):
        Log(path)


async def _made(path: Path) -> None:
    log = Log(path)
    log.start()
    await log.stop()
