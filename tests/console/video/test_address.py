import pytest

from console.video.address import Address
from console.video.rtsp_greeting import proof_of


def test_names_and_passwords_are_taken_out_of_an_address() -> None:
    address = Address("rtsp://du%40ty:se%3Acret@10.0.0.7:8554/ch/1?stream=2")
    assert (address.user, address.password) == ("du@ty", "se:cret")
    assert (address.host, address.port, address.target) == ("10.0.0.7", 8554, "/ch/1?stream=2")
    assert address.bare == "rtsp://10.0.0.7:8554/ch/1?stream=2"
    assert address.under("rtsp", with_credentials=True) == "rtsp://du%40ty:se%3Acret@10.0.0.7:8554/ch/1?stream=2"
    assert "cret" not in f"{address} {address!r}"


@pytest.mark.parametrize(
    "address", ["rtsp://h/a", "rtsps://[::1]:322/a", "http://h/live.ts", "file:///a/b.ts", "/a/b.ts", r"C:\clips\b.ts"]
)
def test_streams_and_files_are_known(address: str) -> None:
    assert Address(address).is_known


@pytest.mark.parametrize(
    "address", ["", "screen://", "v4l2:///dev/video0", "rtsp://", "rtsp:///a", "http://h:x/", "rtsp://[h", "sftp://h/"]
)
def test_what_is_none_is_not_known(address: str) -> None:
    assert not Address(address).is_known


@pytest.mark.parametrize(
    ("start", "location", "is_taken_along"),
    [
        ("rtsp://u:p@camera/a", "rtsp://camera:8554/b", True),
        ("rtsp://u:p@camera/a", "rtsp://elsewhere/b", False),
        ("rtsp://u:p@camera/a", "rtsp://evil:pass@elsewhere/b", False),
        ("rtsps://u:p@camera/a", "rtsp://camera/b", False),
        ("rtsp://u:p@camera/a", "rtsps://camera/b", True),
    ],
)
def test_credentials_stay_with_their_host(start: str, location: str, is_taken_along: bool) -> None:
    assert (Address(start).moved(location).user == "u") is is_taken_along


def test_a_digest_is_reckoned_as_the_standard_says() -> None:
    """The response as RFC 2617 3.2.2.1 reckons it without qop, made with md5sum."""
    asked = 'Digest realm="camera", nonce="abc", opaque="o"'
    proof = proof_of(["Basic realm=x", asked], "u", "p", "rtsp://h/a")
    assert 'username="u"' in proof
    assert 'opaque="o"' in proof
    assert 'response="742b2fd75e5f94c117c994f4acca5885"' in proof


def test_a_challenge_that_nobody_understands_gets_no_answer() -> None:
    assert proof_of(['Digest realm="x", nonce="y", algorithm=SHA-512-256', "Negotiate"], "u", "p", "rtsp://h/") == ""
    assert proof_of(["Digest", "="], "u", "p", "rtsp://h/") == ""
