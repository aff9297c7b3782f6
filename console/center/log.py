"""The append-only log of the center in SQLite: durable before anything is acknowledged, quick to start from.

One thread writes. It takes everything that waits, puts it into one transaction (WAL, ``synchronous=FULL``) and tells
the loop; so many operators at once cost one disk flush. What is not on disk is not told to anybody: after ``kill -9``
or a power cut the log ends with an entry that nobody was refused and everybody was told.

Entries are kept as the JSON that travels. Every ``KEYFRAME_EVERY`` entries the folded picture is kept beside them, so
a start folds at most that many. The identity of the log is its epoch. The same file keeps what must survive with it:
answers by idempotency key (in the transaction of their entries), accounts and refresh tokens (``sessions``).
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import msgspec
from msgspec import Struct

from console.domain.events import LogEntry
from console.domain.picture import Inconsistent, Picture, Snapshot
from console.domain.protocol import Outcome
from console.domain.units import Fix
from console.language import _
from console.reasons import reason

KEYFRAME_EVERY = 2_000
"""Entries between two keyframes; folding them takes about 20 ms. So many times more where alarms stand by thousands."""

KEEP_KEYFRAMES = 3
"""Keyframes that stay: a start reads the last one, those before are for whoever has to mend a log by hand."""

KEEP_ANSWERS_S = 7 * 24 * 3600.0
"""How long an idempotency key is remembered: longer than any outbox waits."""

_VERSION = 1
_BATCH = 1_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS keyframes (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS fixes (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS answers (
    actor TEXT, key TEXT, digest BLOB NOT NULL, seq INTEGER NOT NULL, created TEXT NOT NULL, time REAL NOT NULL,
    PRIMARY KEY (actor, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS accounts (
    user TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refresh_tokens (hash BLOB PRIMARY KEY, user TEXT NOT NULL, expires REAL NOT NULL)
    WITHOUT ROWID;
"""

T = TypeVar("T")
_entry_of = msgspec.json.Decoder(LogEntry)
_snapshot_of = msgspec.msgpack.Decoder(Snapshot)
_fixes_of = msgspec.msgpack.Decoder(tuple[Fix, ...])


class Damaged(Exception):
    """The file is not a log, or is broken."""


class NotWritten(Exception):
    """What was to be written is not on disk, and the log is as it was before (disk full, disk gone)."""


class Answer(Struct, frozen=True):
    """What an intent was answered: with the digest of the intent, to know a reused key."""

    actor: str
    key: str
    digest: bytes
    outcome: Outcome
    time: float


class _Work(Struct, gc=False):
    write: Callable[[sqlite3.Connection], Any]
    future: "asyncio.Future[Any]"
    result: Any = None


class _Mended:
    """Marks the place in the queue from which entries fit the log again after a failure."""


class Log:
    """The log. Opened by ``Log(path)``; writes only between ``start`` and ``stop``.

    Args:
        path: the database file; made when missing.

    Raises:
        Damaged: the file is no database, is broken, or of another version.
        OSError: the file cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _open(path)
        self.epoch = str(self._db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()[0])
        self.on_failure: Callable[[], None] = lambda: None
        """Called on the loop when a write failed: whoever ran ahead of the log must fold it again."""
        self._queue: queue.SimpleQueue[_Work | _Mended | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def fold(self) -> Picture:
        """The picture after the last entry, with the last known fixes. Raises Damaged."""
        try:
            with closing(_connect(self.path)) as db:
                return self._folded(db)
        except (sqlite3.DatabaseError, msgspec.MsgspecError, Inconsistent) as error:
            raise Damaged(str(error)) from error

    def _folded(self, db: sqlite3.Connection) -> Picture:
        picture = Picture()
        picture.epoch = self.epoch
        if row := db.execute("SELECT body FROM keyframes ORDER BY seq DESC LIMIT 1").fetchone():
            picture.load(_snapshot_of.decode(row[0]))
        for (body,) in db.execute("SELECT body FROM entries WHERE seq > ? ORDER BY seq", (picture.seq,)):
            picture.apply(_entry_of.decode(body))
        if row := db.execute("SELECT body FROM fixes").fetchone():
            picture.place(_fixes_of.decode(row[0]))
        return picture

    def last_time(self) -> float:
        """The latest time that an entry or a kept position has, Unix seconds; 0 in an empty log. Raises Damaged."""
        try:
            entries = self.rows("SELECT body FROM entries ORDER BY seq DESC LIMIT 1")
            fixes = self.rows("SELECT body FROM fixes")
            times = [_entry_of.decode(body).time for (body,) in entries]
            times += [fix.time for (body,) in fixes for fix in _fixes_of.decode(body)]
        except (sqlite3.DatabaseError, msgspec.MsgspecError) as error:
            raise Damaged(str(error)) from error
        return max(times, default=0.0)

    def start(self) -> None:
        """Begin to write; call on the loop that will await the results."""
        loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, args=(loop,), name="log")
        self._thread.start()

    async def stop(self) -> None:
        """Write what waits, then close the file."""
        self._queue.put(None)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)
        self._db.close()

    def write(self, write: Callable[[sqlite3.Connection], T]) -> "asyncio.Future[T]":
        """Have ``write`` called in the next transaction; the future is done when it is on disk (or NotWritten)."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put(_Work(write, future))
        return future

    def append(
        self, first: int, bodies: Sequence[bytes], answer: Answer | None = None, keyframe: Snapshot | None = None
    ) -> "asyncio.Future[None]":
        """Add entries ``first``, ``first + 1``, … (their JSON), and in the same transaction the answer they give."""

        def write(db: sqlite3.Connection) -> None:
            last = db.execute("SELECT coalesce(max(seq), 0) FROM entries").fetchone()[0]
            if last != first - 1:
                raise NotWritten(f"entry {first} after {last}")
            db.executemany("INSERT INTO entries VALUES (?, ?)", enumerate(bodies, first))
            if answer is not None:
                row = (answer.actor, answer.key, answer.digest, answer.outcome.seq, answer.outcome.created, answer.time)
                db.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)
            if keyframe is not None:
                db.execute("INSERT INTO keyframes VALUES (?, ?)", (keyframe.seq, msgspec.msgpack.encode(keyframe)))
                last = "SELECT seq FROM keyframes ORDER BY seq DESC LIMIT ?"
                db.execute(f"DELETE FROM keyframes WHERE seq NOT IN ({last})", (KEEP_KEYFRAMES,))

        return self.write(write)

    def keep_fixes(self, fixes: Sequence[Fix]) -> "asyncio.Future[None]":
        """Keep the last positions, which are not entries, over a restart."""
        body = msgspec.msgpack.encode(fixes)

        def write(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO fixes VALUES (1, ?)", (body,))

        return self.write(write)

    async def read(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Up to ``limit`` entries with seq > ``after``: (seq, JSON), in order."""

        def rows() -> list[tuple[int, bytes]]:
            with closing(_connect(self.path)) as db:
                sql = "SELECT seq, body FROM entries WHERE seq > ? ORDER BY seq LIMIT ?"
                return db.execute(sql, (after, limit)).fetchall()

        return await asyncio.to_thread(rows)

    def entry(self, seq: int) -> LogEntry | None:
        """One entry; None where there is none on disk."""
        row = self._db.execute("SELECT body FROM entries WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else _entry_of.decode(row[0])

    def answer(self, actor: str, key: str) -> Answer | None:
        """What an intent with this key was answered before."""
        sql = "SELECT digest, seq, created, time FROM answers WHERE actor = ? AND key = ?"
        row = self._db.execute(sql, (actor, key)).fetchone()
        return None if row is None else Answer(actor, key, row[0], Outcome(row[1], row[2]), row[3])

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Look something up that is on disk (accounts, tokens)."""
        return self._db.execute(sql, values).fetchall()

    def forget_answers(self, now: float) -> "asyncio.Future[None]":
        """Drop idempotency keys that nobody will send again."""

        def write(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM answers WHERE time < ?", (now - KEEP_ANSWERS_S,))

        return self.write(write)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        with closing(_connect(self.path)) as db:
            db.execute("PRAGMA synchronous = FULL")
            failed = False
            for works in self._batches():
                if not works:
                    failed = False
                    continue
                error = NotWritten("the write before it failed") if failed else _transaction(db, works)
                loop.call_soon_threadsafe(self._told, works, error, not failed)
                failed = error is not None

    def _batches(self) -> Iterator[list[_Work]]:
        """All that waits, time and again, until it is time to stop; an empty batch stands for the mark."""
        works: list[_Work] = []
        while True:
            item = self._queue.get()
            if isinstance(item, _Work):
                works.append(item)
                if len(works) < _BATCH and not self._queue.empty():
                    continue
            if works:
                yield works
                works = []
            if item is None:
                return
            if isinstance(item, _Mended):
                yield []

    def _told(self, works: list[_Work], error: NotWritten | None, is_new: bool) -> None:
        if error is not None and is_new:
            self.on_failure()
            self._queue.put(_Mended())
        for work in works:
            if work.future.done():
                continue
            if error is None:
                work.future.set_result(work.result)
            else:
                work.future.set_exception(NotWritten(str(error)))


def _transaction(db: sqlite3.Connection, works: list[_Work]) -> NotWritten | None:
    try:
        db.execute("BEGIN IMMEDIATE")
        for work in works:
            work.result = work.write(db)
        db.execute("COMMIT")
    except (sqlite3.Error, NotWritten) as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        return error if isinstance(error, NotWritten) else NotWritten(reason(error))
    return None


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)


def _open(path: Path) -> sqlite3.Connection:
    with path.open("ab"):
        pass  # says in the system's own words when the file cannot be written
    db = _connect(path)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version in (0, _VERSION):
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)
            db.execute("INSERT OR IGNORE INTO meta VALUES ('epoch', ?)", (uuid4().hex,))
            db.execute(f"PRAGMA user_version = {_VERSION}")
            return db
    except sqlite3.DatabaseError as error:
        db.close()
        if isinstance(error, sqlite3.OperationalError):
            raise OSError(reason(error)) from error
        raise Damaged(str(error)) from error
    db.close()
    text = _("it is of version {theirs}, this program writes version {ours}")
    raise Damaged(text.format(theirs=version, ours=_VERSION))
