"""A real RTSP camera for tests (``tests/rtsp_server.py`` in a process of its own), and what it films."""

import json
import signal
import struct
import subprocess
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

import av
import numpy as np

from tests.live_streams import GOP, RATE

SYSTEM_PYTHON = "/usr/bin/python3"
"""The one that has GStreamer's bindings; the installer brings them (``installer/linux/packages.txt``)."""

SERVER = Path(__file__).parents[2] / "rtsp_server.py"
PACE_NS = 10**9 // RATE
ENCODERS = {"h264": "libx264", "h265": "libx265"}


def units(
    codec: str = "h264", width: int = 320, height: int = 180, seconds: float = 4, gop: int = GOP, **more: str
) -> list[bytes]:
    """Access units, each with its headers where decoding can begin, of a white bar that walks over a plain ground."""
    encoder = av.CodecContext.create(ENCODERS[codec], "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, RATE), Fraction(RATE)
    encoder.thread_count = 1  # one slice a picture: GStreamer takes the slices of a key frame for two pictures
    keys = f"keyint={gop}:min-keyint={gop}:scenecut=0:open-gop=0:repeat-headers=1:log-level=none"
    own = {"g": str(gop), "sc_threshold": "0"} if codec == "h264" else {"x265-params": keys}
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency"} | own | more
    found: list[bytes] = []
    for number in range(int(seconds * RATE)):
        picture = np.full((height, width, 3), 60, np.uint8)
        left = number * 8 % (width - 40)
        picture[:, left : left + 40] = 255
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = number
        found += [bytes(packet) for packet in encoder.encode(frame)]
    return found + [bytes(packet) for packet in encoder.encode(None)]


@dataclass
class RtspCamera:
    """A camera on 127.0.0.1; ``switch_on`` before anything else.

    Attributes:
        film: what it sends, round and round, in the folder of the test.
        codec: ``h264``, ``h265`` or ``sound`` (no video at all).
        transport: the only one it agrees to, ``tcp`` or ``udp``.
        user: who may see it; "" for everybody.
        method: ``digest`` or ``basic``.
        certificate: file with key and certificate, for TLS.
        has_sound: whether it has a microphone, which hears 440 Hz.
    """

    film: Path
    codec: str = "h264"
    transport: str = "tcp"
    user: str = ""
    password: str = ""
    method: str = "digest"
    certificate: str = ""
    has_sound: bool = False
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def shows(self, pictures: list[bytes], times: list[int] | None = None) -> "RtspCamera":
        """Film these access units; ``times`` are in nanoseconds, else evenly spaced."""
        with self.film.open("wb") as file:
            for number, picture in enumerate(pictures):
                when = number * PACE_NS if times is None else times[number]
                file.write(struct.pack("<qI", when, len(picture)) + picture)
        return self

    def address(self, user: str = "", password: str = "", scheme: str = "rtsp") -> str:
        """Where its stream is, for somebody with these credentials."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
        return f"{scheme}://{who}127.0.0.1:{self.port}/live"

    def switch_on(self) -> None:
        """Listen; on the same port again after it was killed."""
        config = {name: getattr(self, name) for name in ("codec", "transport", "user", "password", "method", "port")}
        config |= {"film": str(self.film), "certificate": self.certificate, "pace_ns": PACE_NS}
        config |= {"has_sound": self.has_sound}
        process = subprocess.Popen(
            [SYSTEM_PYTHON, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(config) + "\n")
        process.stdin.flush()
        said = process.stdout.readline().split()
        assert said[:1] == ["port"], "no GStreamer RTSP server: installer/linux/packages.txt names what it needs"
        self.port = int(said[1])

    def kill(self) -> None:
        """Gone without a word, as by a power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def freeze(self) -> None:
        """Say nothing more, and keep the connection."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)
