from threading import Thread

from console.video.conduit import Conduit
from tests.live_streams import wait_until


def test_bytes_come_out_as_they_went_in_however_they_are_cut() -> None:
    conduit = Conduit()
    for piece in (b"abc", b"defgh", b"i"):
        conduit.put(piece)
    conduit.close()
    assert b"".join(iter(lambda: conduit.take(2), b"")) == b"abcdefghi"
    assert conduit.take(2) == b""


def test_a_full_one_holds_the_sender_back_until_there_is_room() -> None:
    conduit = Conduit(limit=4)
    passed: list[int] = []

    def send() -> None:
        for number in range(3):
            conduit.put(b"1234")
            passed.append(number)

    sender = Thread(target=send)
    sender.start()
    wait_until(lambda: passed == [0])
    assert conduit.take(9) == b"1234"
    wait_until(lambda: passed == [0, 1])
    conduit.end()
    sender.join(1)
    assert not sender.is_alive()
    assert conduit.take(9) == b""


def test_ending_frees_who_waits_for_bytes() -> None:
    conduit = Conduit()
    taken: list[bytes] = []
    reader = Thread(target=lambda: taken.append(conduit.take(9)))
    reader.start()
    conduit.end()
    reader.join(1)
    assert taken == [b""]
    conduit.put(b"late")
    assert conduit.take(9) == b""
