"""The first word with an RTSP server: is it there, does it let us in, has it a video, or where is it instead?

A DESCRIBE of our own (RFC 2326), before a library opens the stream. ffmpeg follows redirects without end (2,000 a
second were counted), and neither ffmpeg nor libvlc tells a wrong password from a broken cable; with TLS, neither
looks at certificates unless asked. Here a redirect is followed a few times, credentials never leave their host, and
each failure has its name.
"""

import hashlib
import secrets
import socket
import ssl
from base64 import b64encode
from contextlib import suppress
from typing import BinaryIO, NamedTuple
from urllib.request import parse_http_list, parse_keqv_list

from console.domain.playing import PlayerState
from console.video.address import Address

PORTS = {"rtsp": 554, "rtspt": 554, "rtspu": 554, "rtsps": 322}

MOST_REDIRECTS = 3

MOST_LINES, LONGEST_LINE, LONGEST_BODY = 64, 4096, 1 << 16

CODECS = ("H264", "H265")
"""Names of what MPEG-TS can carry to the player, as a session description writes them (RFC 6184, RFC 7798)."""


class NotOpened(Exception):
    """There will be no stream; ``state`` is why, in a player's words."""

    def __init__(self, state: PlayerState) -> None:
        super().__init__(state.value)
        self.state = state


class _Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: str

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


class Greeting:
    """One conversation; ``end`` cuts it off from any thread.

    To be closed only when the stream has been opened: a server that prepares its media for the first who asks would
    take them apart in between, and refuse the second.
    """

    def __init__(self, address: Address, within_s: float) -> None:
        self._address = address
        self._within_s = within_s
        self._socket: socket.socket | None = None
        self._is_ended = False
        self._count = 0

    def end(self) -> None:
        """Whoever waits for the server gets an answer now: that there is none."""
        self._is_ended = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()

    def led_to(self) -> Address:
        """Where the stream is in the end. Waits for the server.

        Raises:
            NotOpened: it cannot be reached, refuses, moves on and on, or has no video that can be played.
        """
        address = self._address
        for _redirect in range(MOST_REDIRECTS + 1):
            try:
                answer = self._asked(address)
            except (OSError, ValueError) as error:
                raise NotOpened(PlayerState.FAILED) from error
            if answer.status == 200:
                if not any(codec in answer.body.upper() for codec in CODECS):
                    raise NotOpened(PlayerState.NO_VIDEO)
                return address
            if answer.status in (401, 403):
                raise NotOpened(PlayerState.REFUSED)
            if not 300 <= answer.status < 400 or not answer.values("location"):
                raise NotOpened(PlayerState.FAILED)
            address = address.moved(answer.values("location")[0])
            if address.scheme not in PORTS or not address.host:
                raise NotOpened(PlayerState.FAILED)
        raise NotOpened(PlayerState.FAILED)

    def _asked(self, address: Address) -> _Answer:
        """The answer to a DESCRIBE, with credentials where they are asked for and known."""
        self.close()
        line = self._connected(address)
        with line.makefile("rb") as stream:
            answer = self._described(line, stream, address, "")
            if answer.status == 401 and address.user:
                challenges = answer.values("www-authenticate")
                proof = proof_of(challenges, address.user, address.password, _uri(address))
                if proof:
                    answer = self._described(line, stream, address, f"Authorization: {proof}\r\n")
            return answer

    def _connected(self, address: Address) -> socket.socket:
        port = address.port or PORTS[address.scheme]
        line = socket.create_connection((address.host, port), self._within_s)
        self._socket = line
        if self._is_ended:
            self.end()
        if address.scheme == "rtsps":
            line = self._socket = ssl.create_default_context().wrap_socket(line, server_hostname=address.host)
        return line

    def _described(self, line: socket.socket, stream: BinaryIO, address: Address, proof: str) -> _Answer:
        self._count += 1
        line.sendall(
            f"DESCRIBE {_uri(address)} RTSP/1.0\r\nCSeq: {self._count}\r\nAccept: application/sdp\r\n"
            f"User-Agent: Kuzet\r\n{proof}\r\n".encode()
        )
        return _read(stream)


def scheme_of(address: Address) -> str:
    """``rtsp`` or ``rtsps``; the others (rtspt, rtspu) say only which transport is wanted."""
    return "rtsps" if address.scheme == "rtsps" else "rtsp"


def _uri(address: Address) -> str:
    return address.under(scheme_of(address), with_credentials=False)


def _read(stream: BinaryIO) -> _Answer:
    """An answer off the wire. Raises ValueError for what is none."""
    protocol, status = stream.readline(LONGEST_LINE).decode("latin-1").split(maxsplit=2)[:2]
    if not protocol.startswith("RTSP/"):
        raise ValueError("no RTSP")
    headers: list[tuple[str, str]] = []
    while text := stream.readline(LONGEST_LINE).decode("latin-1").strip():
        name, _colon, value = text.partition(":")
        headers.append((name.strip().lower(), value.strip()))
        if len(headers) > MOST_LINES:
            raise ValueError("no end of headers")
    answer = _Answer(int(status), headers, "")
    length = min(int((answer.values("content-length") or ["0"])[0]), LONGEST_BODY)
    return answer._replace(body=stream.read(length).decode("latin-1"))


def proof_of(challenges: list[str], user: str, password: str, uri: str) -> str:
    """The ``Authorization`` that answers a server's challenges (RFC 7616, RFC 7617); "" where none is understood."""
    for challenge in sorted(challenges, key=lambda text: not text.lower().startswith("digest")):
        kind, _space, rest = challenge.partition(" ")
        if kind.lower() == "digest":
            asked = {key.lower(): value for key, value in parse_keqv_list(parse_http_list(rest)).items()}
            if answer := _digest(asked, user, password, uri):
                return answer
        elif kind.lower() == "basic":
            return "Basic " + b64encode(f"{user}:{password}".encode()).decode()
    return ""


def _digest(asked: dict[str, str], user: str, password: str, uri: str) -> str:
    hashes = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
    algorithm = asked.get("algorithm", "MD5").upper()
    if algorithm not in hashes or "nonce" not in asked:
        return ""

    def hashed(*parts: str) -> str:
        return hashes[algorithm](":".join(parts).encode()).hexdigest()

    realm, nonce = asked.get("realm", ""), asked["nonce"]
    who, what = hashed(user, realm, password), hashed("DESCRIBE", uri)
    fields = {"username": user, "realm": realm, "nonce": nonce, "uri": uri}
    plain = f"algorithm={algorithm}"
    if "auth" in asked.get("qop", "").replace(" ", "").split(","):
        once = secrets.token_hex(8)
        fields |= {"cnonce": once, "response": hashed(who, nonce, "00000001", once, "auth", what)}
        plain += ", qop=auth, nc=00000001"
    else:
        fields["response"] = hashed(who, nonce, what)
    if "opaque" in asked:
        fields["opaque"] = asked["opaque"]
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in fields.items()) + f", {plain}"
