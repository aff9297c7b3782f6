"""Intents that the center has not answered: on disk before they leave, in order, kept over a crash.

SQLite with an exclusive lock: each console that runs has a file of its own (``outbox-N.sqlite``); what another one
left behind when it ended is taken over by the next that starts. Where the disk takes nothing any more, intents go on
from memory, since an operator must be able to send a unit on a full disk; he is told.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from console import paths
from console.domain import intents as i

log = logging.getLogger(__name__)

_SOON, _SOME_MINUTES, _LONG = 120.0, 300.0, 24 * 3600.0
TIME_TO_LIVE_S: dict[type, float] = {
    i.AssignUnit: 60.0,
    i.CloseIncident: 600.0,
    i.DrawZone: 600.0,
    **dict.fromkeys((i.SetUnitStatus, i.TakeOver, i.StandDown, i.SendMessage, i.CheckIn, i.GiveAlarms), _SOON),
    **dict.fromkeys((i.Acknowledge, i.AcknowledgeMany, i.Shelve, i.Suppress, i.RemoveFromService), _SOME_MINUTES),
    **dict.fromkeys((i.ReturnAlarm, i.OpenIncident, i.LinkAlarms, i.LinkIncidents, i.MergeIncidents), _SOME_MINUTES),
    **dict.fromkeys((i.SplitIncident, i.Reclassify, i.SetLead, i.RequestAgency, i.SetIncidentStatus), _SOME_MINUTES),
    **dict.fromkeys((i.ReopenIncident, i.MarkStep, i.ReopenStep, i.ChangeZone, i.RemoveZone), _SOME_MINUTES),
    **dict.fromkeys((i.AddNote, i.AnswerRequest, i.AddTask, i.MarkTask, i.ChangeConsent, i.OrderRepair), _LONG),
    i.OpenCall: _LONG,
}
"""Age from which an intent is not sent without asking, seconds; settings. A dispatch that comes late sends a crew to
where it is no longer needed; a note that comes late is still true, and a call that was taken must not be lost."""

_FILES = 64
_SCHEMA = "CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, body BLOB NOT NULL)"


class Queued(Struct, frozen=True):
    """An intent on its way.

    ``key`` is its idempotency key, ``version`` the version of its subject that the operator saw, ``issued_at`` Unix
    seconds of this machine, ``operator`` who wants it, ``epoch`` the center's log that it speaks of.
    """

    key: str
    intent: i.Intent
    version: int | None
    issued_at: float
    operator: str
    epoch: str

    def is_late(self, now: float) -> bool:
        """Whether it is too old to be sent without asking; so is one from the future (the clock was set back)."""
        return not -1.0 <= now - self.issued_at <= TIME_TO_LIVE_S[type(self.intent)]


class Doubt(StrEnum):
    """Why an intent is held instead of sent."""

    LATE = "late"
    FAULT = "fault"
    """The center failed over it again and again; whether it was carried out is not known."""
    OTHER_OPERATOR = "other_operator"
    OTHER_CENTER = "other_center"
    """It speaks of another center's log (or of another playhead): what it names may be something else here."""


class Outbox:
    """What waits, in the order it was given. ``trouble`` is why nothing is kept on disk, "" where all is well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db: sqlite3.Connection | None = None
        self._waiting: dict[str, Queued] = {}
        self._held: dict[str, Doubt] = {}
        self._approved: set[str] = set()
        self._something = asyncio.Event()
        self._writing = asyncio.Lock()
        self.trouble = ""
        self.set_aside: list[Path] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Queued]:
        return iter(self._waiting.values())

    def __contains__(self, key: str) -> bool:
        return key in self._waiting

    async def open(self) -> None:
        """Take the first free file and what others left behind."""
        left = await asyncio.to_thread(self._open)
        self._waiting = {q.key: q for q in left} | self._waiting
        if self._waiting:
            self._something.set()

    async def close(self) -> None:
        """Let the file go; what waits stays in it."""
        if self._db is not None:
            db, self._db = self._db, None
            await asyncio.to_thread(db.close)

    async def put(self, queued: Queued) -> None:
        """Keep an intent; when this returns it is on disk, or ``trouble`` says why not."""
        await self._write("INSERT OR IGNORE INTO outbox (key, body) VALUES (?, ?)", (queued.key, _encode(queued)))
        self._waiting[queued.key] = queued
        self._something.set()

    async def renew(self, queued: Queued) -> None:
        """Keep a waiting intent as it is now, in its place."""
        self._waiting[queued.key] = queued
        await self._write("UPDATE outbox SET body = ? WHERE key = ?", (_encode(queued), queued.key))

    async def remove(self, key: str) -> Queued:
        """The center has answered it, or the operator does not want it any more."""
        queued = self._waiting.pop(key)
        self._held.pop(key, None)
        self._approved.discard(key)
        await self._write("DELETE FROM outbox WHERE key = ?", (key,))
        return queued

    async def next(self) -> Queued:
        """The first one that is not held; waits for it."""
        while True:
            for key, queued in self._waiting.items():
                if key not in self._held:
                    return queued
            self._something.clear()
            await self._something.wait()

    def hold(self, key: str, doubt: Doubt) -> None:
        """Do not send it until the operator has decided."""
        self._held[key] = doubt

    def approve(self, key: str) -> None:
        """The operator wants it sent in spite of the doubt."""
        self._held.pop(key, None)
        self._approved.add(key)
        self._something.set()

    def is_approved(self, key: str) -> bool:
        """Whether the operator has said so."""
        return key in self._approved

    def held(self) -> dict[str, Doubt]:
        """Keys of those that wait for the operator, with the reason."""
        return dict(self._held)

    async def _write(self, sql: str, values: tuple[str | bytes, ...]) -> None:
        if self._db is None:
            return
        try:
            async with self._writing:
                await asyncio.to_thread(_execute, self._db, sql, values)
            self.trouble = ""
        except sqlite3.Error as fault:
            log.warning("outbox: %r", fault)
            self.trouble = str(fault)

    def _open(self) -> list[Queued]:
        left: list[Queued] = []
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for number in range(1, _FILES):
                path = self._folder / f"outbox-{number}.sqlite"
                if self._db is not None and not path.exists():
                    continue
                db = self._lock(path)
                if db is None:
                    continue
                if self._db is None:
                    self._db = db
                    left += _entries(db)
                else:
                    left += self._take_over(db)
        except (OSError, sqlite3.Error) as fault:
            log.warning("outbox: %r", fault)
            self.trouble = str(fault)
        return left

    def _take_over(self, db: sqlite3.Connection) -> list[Queued]:
        """Move another console's intents into our file; in both for a moment, which the center's keys make harmless."""
        left = _entries(db)
        if self._db is not None:
            for queued in left:
                values = (queued.key, _encode(queued))
                _execute(self._db, "INSERT OR IGNORE INTO outbox (key, body) VALUES (?, ?)", values)
        _execute(db, "DELETE FROM outbox", ())
        db.close()
        return left

    def _lock(self, path: Path) -> sqlite3.Connection | None:
        """The file, ours alone until closed; None while another console has it. A damaged one is set aside."""
        try:
            return _opened(path)
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return None
            raise
        except (sqlite3.DatabaseError, msgspec.DecodeError) as fault:
            aside = paths.set_aside(path)
            log.warning("outbox %s is damaged (%s), kept as %s", path, fault, aside)
            self.set_aside.append(aside)
            return _opened(path)


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=0.0, check_same_thread=False)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN EXCLUSIVE")
        db.execute(_SCHEMA)
        _entries(db)
        db.commit()
    except BaseException:
        db.close()
        raise
    return db


def _entries(db: sqlite3.Connection) -> list[Queued]:
    rows = db.execute("SELECT CAST(body AS BLOB) FROM outbox ORDER BY number").fetchall()
    return [_decode(body) for (body,) in rows]


def _execute(db: sqlite3.Connection, sql: str, values: tuple[str | bytes, ...]) -> None:
    with db:
        db.execute(sql, values)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Queued).decode
