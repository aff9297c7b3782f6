import socket

import pytest

from console.video.readers import Readers
from tests.live_streams import wait_until


class Ear:
    """A stream that keeps what it hears."""

    def __init__(self, line: socket.socket) -> None:
        self.line, self.heard, self.is_closed = line, b"", False
        self.order: list[str] = []
        self._data = b""

    def gather(self) -> bool:
        self._data = self.line.recv(100)
        self.order.append("gathered")
        if self._data == b"fault":
            raise RuntimeError("a fault of its own")
        return self._data != b"broken"

    def decode(self) -> bool:
        self.order.append("decoded")
        if self._data == b"late fault":
            raise RuntimeError("a fault while it decodes")
        return self._data != b"not wanted"

    def show(self) -> bool:
        self.order.append("shown")
        if self._data == b"last step's fault":
            raise RuntimeError("a fault while it shows")
        if self._data == b"gone":
            raise OSError("with an address in it")
        self.heard += self._data
        return bool(self._data)

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


def test_each_step_is_taken_by_all_before_the_next_one() -> None:
    readers, ends, order = Readers(1), [socket.socketpair() for _ in range(4)], list[str]()
    ears = [Ear(here) for here, _there in ends]
    holding, held = socket.socketpair()

    class Slow(Ear):
        def show(self) -> bool:
            for (_here, there), ear in zip(ends, ears, strict=True):
                there.send(b"all")
                ear.order = order
            return False

    for ear in ears:
        readers.read(ear.line, ear)
    readers.read(held, Slow(held))
    holding.send(b"now")
    wait_until(lambda: len(order) == 12)
    assert order == ["gathered"] * 4 + ["decoded"] * 4 + ["shown"] * 4
    for there in (holding, *(there for _here, there in ends)):
        there.close()
    wait_until(lambda: all(ear.is_closed for ear in ears))


@pytest.mark.parametrize("fault", [b"fault", b"late fault", b"last step's fault", b"broken", b"not wanted", b"gone"])
def test_a_stream_with_a_fault_ends_alone(fault: bytes, caplog: pytest.LogCaptureFixture) -> None:
    readers, ends = Readers(1), [socket.socketpair() for _ in range(2)]
    ears = [Ear(here) for here, _there in ends]
    for ear in ears:
        readers.read(ear.line, ear)
    ends[0][1].send(fault)
    wait_until(lambda: ears[0].is_closed)
    ends[1][1].send(b"well")
    wait_until(lambda: ears[1].heard == b"well")
    assert ("failed" in caplog.text) is (b"fault" in fault)
    assert "address" not in caplog.text
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
