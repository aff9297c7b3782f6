"""The websocket over a real socket: start, resume, silence, slowness, and what two consoles see of each other."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from console.center import fan_out, stream
from console.center.signals import Step
from console.center.stream import HEARTBEAT_S, UNAUTHORIZED, UNREADABLE
from console.domain.alarms import AlarmKind
from console.domain.picture import Picture, Snapshot
from console.domain.presence import Gaze, Looked
from console.domain.protocol import CenterMessage, Fixes, Heartbeat, Hello, Logged, Presences, Reset
from console.domain.session import Role
from tests.console.center.conftest import Client
from tests.console.center.running import Running
from tests.console.center.test_api import known, press, wish
from tests.console.center.town import BUTTONS, UNITS

WAIT_S = 10.0


class Console:
    """One end of a stream."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def hear(self, *kinds: type) -> Any:
        """The next message of one of these kinds; others are let pass."""
        while True:
            message = msgspec.json.decode(self.socket.recv(WAIT_S), type=CenterMessage)
            if not kinds or isinstance(message, kinds):
                return message

    def entries_until(self, seq: int) -> list[Any]:
        entries: list[Any] = []
        while not entries or entries[-1].seq < seq:
            entries.extend(self.hear(Logged).entries)
        return entries

    def closed_with(self) -> int:
        try:
            while True:
                self.socket.recv(WAIT_S)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0


@contextmanager
def console(center: Running, token: str, **options: Any) -> Iterator[Console]:
    url = center.url.replace("http", "ws") + "/stream"
    with connect(url, compression=None, ping_interval=None, proxy=None, **options) as socket:
        one = Console(socket)
        if token:
            one.say(type="authenticate", token=token)
        yield one


def token(client: Any) -> str:
    return str(client.headers["Authorization"]).removeprefix("Bearer ")


def test_a_snapshot_and_the_stream_make_the_whole(center: Running, client: Client) -> None:
    officer, trainer = client(), client(Role.TRAINER)
    press(trainer, "B0")
    with console(center, token(officer)) as one:
        hello = one.hear(Hello)
        assert (hello.epoch, hello.heartbeat_s) == (center.epoch, HEARTBEAT_S)
        press(trainer, "B1")
        snapshot = known(officer)
        press(trainer, "B2")
        wish(officer, {"type": "acknowledge", "alarm": snapshot.alarms[0].id})
        entries = one.entries_until(snapshot.seq + 2)
    assert [entry.seq for entry in entries] == list(range(hello.seq + 1, snapshot.seq + 3))
    picture = Picture()
    picture.load(snapshot)
    for entry in entries:
        if entry.seq > snapshot.seq:
            picture.apply(entry)
    assert _without_fixes(picture.snapshot(0)) == _without_fixes(known(officer))


def test_after_a_break_exactly_what_was_missed_comes(center: Running, client: Client) -> None:
    officer, trainer = client(), client(Role.TRAINER)
    with console(center, token(officer)) as one:
        seq = one.hear(Hello).seq
    for button in BUTTONS[:5]:
        press(trainer, button)
    with console(center, token(officer)) as one:
        assert one.hear(Hello).seq == seq + 5
        one.say(type="resume", epoch=center.epoch, seq=seq)
        assert [entry.seq for entry in one.entries_until(seq + 5)] == list(range(seq + 1, seq + 6))
        press(trainer, BUTTONS[6])
        assert [entry.seq for entry in one.entries_until(seq + 6)] == [seq + 6]


@pytest.mark.parametrize(
    "resume",
    [
        {"epoch": "another", "seq": 1},
        {"epoch": "", "seq": 10**9},
        {"epoch": "", "seq": -1},
    ],
)
def test_what_cannot_be_resumed_is_reset_and_goes_on(center: Running, client: Client, resume: dict[str, Any]) -> None:
    officer, trainer = client(), client(Role.TRAINER)
    with console(center, token(officer)) as one:
        hello = one.hear(Hello)
        one.say(type="resume", epoch=resume["epoch"] or center.epoch, seq=resume["seq"])
        assert one.hear(Reset, Logged).reason
        snapshot = known(officer)
        press(trainer)
        assert [entry.seq for entry in one.entries_until(snapshot.seq + 1)] == [snapshot.seq + 1]
        assert hello.seq <= snapshot.seq


def test_who_is_silent_hears_positions_and_heartbeats(center: Running, client: Client) -> None:
    officer = client()
    with console(center, token(officer)) as one:
        seq = one.hear(Hello).seq
        assert {fix.unit for fix in one.hear(Fixes).fixes} == set(UNITS)
        beat = one.hear(Heartbeat)
        assert (beat.seq, beat.rate) == (seq, 1.0)


def test_two_consoles_see_what_the_other_does(center: Running, client: Client) -> None:
    officer, supervisor = client(), client(Role.SUPERVISOR)
    press(client(Role.TRAINER))
    alarm = known(officer).alarms[0]
    with console(center, token(officer)) as one, console(center, token(supervisor)) as other:
        one.hear(Hello)
        other.hear(Hello)
        wish(officer, {"type": "acknowledge", "alarm": alarm.id})
        for console_ in (one, other):
            (entry,) = console_.hear(Logged).entries
            assert (entry.actor, entry.event.alarm) == ("duty_officer", alarm.id)


def test_who_does_not_read_is_reset_and_the_others_are_not(
    center: Running, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "BUFFER_LIMIT", 200_000)
    officer, trainer = client(), client(Role.TRAINER)
    press(trainer)
    incident = json.loads(wish(officer, {"type": "open_incident", "alarms": [known(officer).alarms[0].id]}).content)
    note = {"type": "add_note", "incident": incident["created"], "text": "я" * 9_000}
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    small.connect(("127.0.0.1", int(center.url.rpartition(":")[2])))
    with console(center, token(officer), sock=small, max_queue=1) as slow, console(center, token(officer)) as quick:
        slow.hear(Hello)
        first = quick.hear(Hello).seq
        last = first
        for number in range(120):
            answer = wish(officer, note, f"note-{number}").json()
            last = answer["seq"]
            (entry,) = quick.hear(Logged, Reset).entries
            assert entry.seq == last
        assert last == first + 120
        heard: list[int] = []
        while not isinstance(message := slow.hear(Logged, Reset), Reset):
            heard.extend(entry.seq for entry in message.entries)
        assert len(heard) < 120
        snapshot = known(officer)
        wish(officer, note)
        after = [entry.seq for entry in slow.entries_until(snapshot.seq + 1)]
        assert after == list(range(after[0], snapshot.seq + 2))
        assert after[0] <= snapshot.seq + 1


def test_a_wrong_token_is_closed(center: Running) -> None:
    with console(center, "nonsense") as one:
        assert one.closed_with() == UNAUTHORIZED


def test_who_says_nothing_is_closed(standing: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "AUTHENTICATE_S", 0.2)
    with console(standing, "") as one:
        assert one.closed_with() == UNAUTHORIZED


@pytest.mark.parametrize("first", ["{", '{"type":"resume","epoch":"e","seq":1}', b"\xff\xfe", "null", "[" * 50_000])
def test_who_begins_with_nonsense_is_closed(standing: Running, first: str | bytes) -> None:
    with console(standing, "") as one:
        one.socket.send(first)
        assert one.closed_with() in (UNREADABLE, UNAUTHORIZED)


@pytest.mark.parametrize(
    "later", ["{", '{"type":"resume","epoch":"e","seq":NaN}', b"\xff", '{"type":"authenticate","token":"x"}', ""]
)
def test_who_goes_on_with_nonsense_is_closed(standing: Running, visitor: Client, later: str | bytes) -> None:
    with console(standing, token(visitor())) as one:
        one.hear(Hello)
        one.socket.send(later)
        assert one.closed_with() == UNREADABLE


def test_a_message_that_is_too_large_is_closed(standing: Running, visitor: Client) -> None:
    with console(standing, token(visitor())) as one:
        one.hear(Hello)
        one.socket.send("x" * 1_000_000)
        assert one.closed_with() == 1009


def test_what_a_device_says_in_the_world_is_told(center: Running, client: Client) -> None:
    officer = client()
    with console(center, token(officer)) as one:
        one.hear(Hello)
        signal = center.town.signal("B3", AlarmKind.PANIC_BUTTON, active=True)
        center.town.next.put(Step(signals=[signal, signal]))
        entries = one.entries_until(known(officer).seq)
    assert [type(entry.event).__name__ for entry in entries[-2:]] == ["AlarmRaised", "AlarmRepeated"]


def _without_fixes(snapshot: Snapshot) -> Snapshot:
    units = tuple(msgspec.structs.replace(unit, fix=None) for unit in snapshot.units)
    return msgspec.structs.replace(snapshot, time=0, epoch="", units=units)


def test_everybody_knows_who_is_there_and_what_they_look_at(center: Running, client: Client) -> None:
    officer, supervisor = client(), client(Role.SUPERVISOR)
    with console(center, token(officer)) as one:
        assert [p.operator for p in one.hear(Presences).operators] == ["duty_officer"]
        with console(center, token(supervisor)) as other:
            assert [p.operator for p in one.hear(Presences).operators] == ["duty_officer", "supervisor"]
            assert [p.operator for p in other.hear(Presences).operators] == ["duty_officer", "supervisor"]
            other.say(type="looking", gaze={"kind": "incident", "id": "I104"})
            gazes = [p.gaze for p in one.hear(Presences).operators]
            assert gazes == [None, Gaze(Looked.INCIDENT, "I104")]
            other.say(type="looking", gaze=None)
            assert [p.gaze for p in one.hear(Presences).operators] == [None, None]
        assert [p.operator for p in one.hear(Presences).operators] == ["duty_officer"]


def test_an_operator_at_two_consoles_is_one_who_looks_where_they_looked_last(center: Running, client: Client) -> None:
    officer = client()
    with console(center, token(officer)) as one, console(center, token(officer)) as other:
        one.say(type="looking", gaze={"kind": "alarm", "id": "A1"})
        while (here := one.hear(Presences).operators)[0].gaze is None:
            assert len(here) == 1
        other.say(type="looking", gaze={"kind": "unit", "id": "U1"})
        (present,) = one.hear(Presences).operators
        assert (present.operator, present.gaze) == ("duty_officer", Gaze(Looked.UNIT, "U1"))
