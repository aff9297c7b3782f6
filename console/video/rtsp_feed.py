"""A camera's RTSP stream, made into MPEG-TS without decoding (PyAV demuxes and muxes) and handed to libvlc.

For a libvlc without RTSP, such as Debian's. TCP is tried first; a server that wants UDP gets it. A thread of its own
receives, so that libvlc never waits longer than ``end`` takes; the thread itself looks up every second, and a stream
that stands still for less than ``SILENT_AFTER_S`` goes on where it stopped.
"""

import logging
import ssl
from fractions import Fraction
from threading import Thread
from typing import Any
from weakref import WeakSet

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet

from console.clock import monotonic
from console.domain.playing import PlayerState
from console.video.address import Address
from console.video.conduit import Conduit
from console.video.feed import ANSWER_WITHIN_S, SILENT_AFTER_S, Feed
from console.video.rtsp_greeting import PORTS, Greeting, NotOpened, scheme_of
from console.video.timeline import CLOCK, Timeline

log = logging.getLogger(__name__)

LOOK_UP_S = 1.0
"""How long a read may wait before the thread asks whether the stream is still wanted."""

OPTIONS = {
    "probesize": "32",
    "analyzeduration": "1",  # the session description says all that is needed: looking into the stream costs 2 s
    "fflags": "nobuffer",
}

CODECS = frozenset({"h264", "hevc"})

TICK = Fraction(1, CLOCK)

_receiving: WeakSet[Thread] = WeakSet()


class RtspFeed(Feed):
    """One stream."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self._address = address
        self._greeting = Greeting(address, ANSWER_WITHIN_S)
        self._conduit = Conduit()
        self._came = 0.0
        self._thread = Thread(target=self._receive, name="rtsp-feed", daemon=True)

    @staticmethod
    def suits(address: Address) -> bool:
        """Whether ``address`` is one of RTSP."""
        return address.scheme in PORTS

    @property
    def is_over(self) -> bool:
        """Whether its thread has ended."""
        return not self._thread.is_alive()

    def open(self) -> bool:
        """Begin to receive; what comes of it is told by what can be taken."""
        self._thread.start()
        _receiving.add(self._thread)
        return True

    def take(self, room: int) -> bytes:
        """The next bytes; see ``Feed``."""
        return self._conduit.take(room)

    def end(self) -> None:
        """End the stream; its thread may need another second for it."""
        self._conduit.end()
        self._greeting.end()

    def write(self, data: bytes) -> int:
        """What the muxer has made of a packet."""
        self.arrivals.note(bytes(data), self._came)
        self._conduit.put(bytes(data))
        return len(data)

    def _receive(self) -> None:
        try:
            self._pass_on(self._greeting.led_to())
        except NotOpened as reason:
            self.failure = reason.state
        except (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError):
            self.failure = PlayerState.REFUSED
        except (av.error.FFmpegError, OSError, ValueError) as error:
            # never the error itself: it carries the address
            log.info("an RTSP stream broke: %s", type(error).__name__)
            self.failure = self.failure or PlayerState.FAILED
        finally:
            self._greeting.close()
            self._conduit.close()

    def _pass_on(self, address: Address) -> None:
        with opened(address) as source, av.open(self, "w", format="mpegts", options={"flush_packets": "1"}) as target:
            if not source.streams.video or source.streams.video[0].codec_context.name not in CODECS:
                raise NotOpened(PlayerState.NO_VIDEO)
            self._greeting.close()
            self._remux(source, target)

    def _remux(self, source: InputContainer, target: OutputContainer) -> None:
        video = source.streams.video[0]
        out = target.add_stream_from_template(video)
        times, has_begun = Timeline(), False
        packets = source.demux(video)
        self._came = monotonic()
        while not self._conduit.is_ended:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.ExitError:  # nothing has come for LOOK_UP_S
                if monotonic() - self._came > SILENT_AFTER_S:
                    return
                packets = source.demux(video)
                continue
            self._came = monotonic()
            has_begun = has_begun or packet.is_keyframe
            if has_begun and packet.size:
                packet.pts, packet.dts = times.run_on(
                    _ticks(packet, packet.pts), _ticks(packet, packet.dts), self._came
                )
                packet.time_base = TICK
                packet.stream = out
                target.mux(packet)


def settle(seconds: float) -> bool:
    """Wait until nothing is received any more, all streams having been ended; whether that is so.

    A process must do so before it ends: ffmpeg, while it waits for a server, calls back into the interpreter.
    """
    end = monotonic() + seconds
    for thread in list(_receiving):
        thread.join(max(0.0, end - monotonic()))
    return not any(thread.is_alive() for thread in _receiving)


def _ticks(packet: "Packet[Any]", time: int | None) -> int | None:
    return None if time is None else round(time * packet.time_base * CLOCK)


def opened(address: Address, **more: str) -> InputContainer:
    """The stream at an address that a greeting has led to; ``more`` are options of ffmpeg's reader."""
    is_udp = address.scheme == "rtspu"
    options = {"rtsp_transport": "udp"} if is_udp else {"rtsp_transport": "tcp+udp", "rtsp_flags": "prefer_tcp"}
    if address.scheme == "rtsps":
        options["tls_verify"] = "1"
        if certificates := ssl.get_default_verify_paths().cafile:
            options["ca_file"] = certificates
    whole = address.under(scheme_of(address), with_credentials=True)
    return av.open(whole, format="rtsp", options=OPTIONS | options | more, timeout=(ANSWER_WITHIN_S, LOOK_UP_S))
