import socket

import pytest

from console.video.readers import Readers
from tests.live_streams import wait_until


class Ear:
    """A stream that keeps what it hears."""

    def __init__(self, line: socket.socket) -> None:
        self.line, self.heard, self.is_closed = line, b"", False

    def advance(self) -> bool:
        data = self.line.recv(100)
        if data == b"fault":
            raise RuntimeError("a fault of its own")
        self.heard += data
        return bool(data)

    def close(self) -> None:
        self.line.close()
        self.is_closed = True
        if self.heard == b"last fault":
            raise RuntimeError("a fault at its end")


def test_each_stream_is_read_when_it_has_something_and_left_when_it_ends() -> None:
    readers, ends = Readers(2), [socket.socketpair() for _ in range(5)]
    ears = [Ear(here) for here, _there in ends]
    for ear in ears:
        readers.read(ear.line, ear)
    for number, (_here, there) in enumerate(ends):
        there.send(b"%d" % number)
    wait_until(lambda: [ear.heard for ear in ears] == [b"0", b"1", b"2", b"3", b"4"])
    ends[0][1].close()
    ends[1][1].send(b"!")
    wait_until(lambda: ears[1].heard == b"1!")
    for _here, there in ends:
        there.close()
    wait_until(lambda: all(ear.is_closed for ear in ears))


def test_a_stream_with_a_fault_ends_alone(caplog: pytest.LogCaptureFixture) -> None:
    readers, ends = Readers(1), [socket.socketpair() for _ in range(2)]
    ears = [Ear(here) for here, _there in ends]
    for ear in ears:
        readers.read(ear.line, ear)
    ends[0][1].send(b"fault")
    wait_until(lambda: ears[0].is_closed)
    ends[1][1].send(b"well")
    wait_until(lambda: ears[1].heard == b"well")
    assert "failed" in caplog.text
    for _here, there in ends:
        there.close()
    wait_until(lambda: ears[1].is_closed)


def test_a_fault_at_the_end_of_one_does_not_end_the_others(caplog: pytest.LogCaptureFixture) -> None:
    readers, ends = Readers(1), [socket.socketpair() for _ in range(2)]
    ears = [Ear(here) for here, _there in ends]
    for ear in ears:
        readers.read(ear.line, ear)
    ends[0][1].send(b"last fault")
    ends[0][1].close()
    wait_until(lambda: ears[0].is_closed)
    ends[1][1].send(b"well")
    wait_until(lambda: ears[1].heard == b"well")
    assert "failed" in caplog.text
    ends[1][1].close()
    wait_until(lambda: ears[1].is_closed)
