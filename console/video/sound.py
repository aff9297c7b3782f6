"""A camera's sound, read apart from its picture: one thread takes it from the stream and decodes it.

It has a reader of its own, so that listening disturbs no picture, whichever engine shows that, and begins and ends by
itself. What is not taken in time is thrown away: late sound would only come later and later.
"""

import logging
from collections import deque
from contextlib import closing
from http.client import HTTPException
from threading import Lock, Thread

import av
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from console.domain.sound import RATE, SAMPLE, SoundState
from console.video.address import Address
from console.video.feed import ANSWER_WITHIN_S
from console.video.http_feed import HttpFeed
from console.video.rtsp_feed import RtspFeed, opened
from console.video.rtsp_greeting import Greeting, NotOpened

log = logging.getLogger(__name__)

BEGIN_S = 0.2
"""Sound begins when so much of it is there, and again after a pause: what comes in bursts is then heard evenly."""

LATE_S = 0.8
"""More than this is never kept: the older part of it is left out, down to ``BEGIN_S``."""

ADTS = {"analyzeduration": "1", "probesize": "2048"}


class StreamSound:
    """The sound of one stream; see ``Sound``."""

    def __init__(self, address: str) -> None:
        self._address: Address | None = Address(address)
        self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        self._lock = Lock()
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._is_flowing = False
        self._is_stopping = False
        self._feed: _SoundFeed | None = None
        self._greeting: Greeting | None = None
        self._state = SoundState.OPENING
        self._thread = Thread(target=self._live, name="sound", daemon=True)
        self._thread.start()

    @property
    def state(self) -> SoundState:
        """How it stands now."""
        return self._state

    def take(self, most: int) -> bytes:
        """What is to be heard next; see ``Sound``."""
        with self._lock:
            if not self._is_flowing and self._size < BEGIN_S * RATE * SAMPLE:
                return b""
            out = bytearray()
            while self._pieces and len(out) < most:
                piece = self._pieces.popleft()
                room = (most - len(out)) // SAMPLE * SAMPLE
                out += piece[:room]
                if len(piece) > room:
                    self._pieces.appendleft(piece[room:])
                    break
            self._size -= len(out)
            self._is_flowing = bool(self._pieces)
            return bytes(out)

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._is_stopping = True
        for held in (self._feed, self._greeting):
            if held is not None:
                held.end()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over; whether it is."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _live(self) -> None:
        address, self._address = self._address, None
        try:
            if address is not None and address.is_known and RtspFeed.suits(address):
                self._hear_camera(address)
            elif address is not None and address.is_known:
                self._hear_center(address)
        except av.error.HTTPOtherClientError:  # nothing of what was asked for is there to be played
            self._state = SoundState.NO_SOUND
        except NotOpened:
            log.info("a sound did not open")
        except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
            log.info("a sound broke: %s", type(error).__name__)  # never the error: it may carry an address
        finally:
            if self._state is not SoundState.NO_SOUND:
                self._state = SoundState.ENDED

    def _hear_center(self, address: Address) -> None:
        with closing(_SoundFeed(address)) as feed:
            self._feed = feed
            if feed.open() and not self._is_stopping:
                with av.open(feed, "r", format="aac", options=ADTS) as container:
                    self._decode(container)

    def _hear_camera(self, address: Address) -> None:
        with closing(Greeting(address, ANSWER_WITHIN_S)) as greeting:
            self._greeting = greeting
            with opened(greeting.led_to(), allowed_media_types="audio") as container:
                greeting.close()
                if container.streams.audio:
                    self._decode(container)
                else:
                    self._state = SoundState.NO_SOUND

    def _decode(self, container: InputContainer) -> None:
        sound = container.streams.audio[0]
        packets = container.demux(sound)
        while not self._is_stopping:
            try:
                packet = next(packets)
                blocks = packet.decode()
            except StopIteration:
                return
            except av.error.ExitError:  # RTSP: nothing has come for a second
                packets = container.demux(sound)
                continue
            except av.error.InvalidDataError:
                continue
            for block in blocks:
                for made in self._resampler.resample(block):
                    self._put(bytes(made.planes[0])[: made.samples * SAMPLE])

    def _put(self, data: bytes) -> None:
        with self._lock:
            self._pieces.append(data)
            self._size += len(data)
            if self._size > LATE_S * RATE * SAMPLE:
                while self._size > BEGIN_S * RATE * SAMPLE:
                    self._size -= len(self._pieces.popleft())
        self._state = SoundState.HEARD


class StreamSounds:
    """Starts them; see ``Sounds``."""

    def listen(self, address: str) -> StreamSound:
        """Read the sound of a stream."""
        return StreamSound(address)


class _SoundFeed(HttpFeed):
    """The bytes of a sound over HTTP; there are no frames in it to count."""

    def read(self, room: int) -> bytes:
        """The next bytes; b"" at the end."""
        if self._is_ended or self._response is None:
            return b""
        try:
            return self._response.read1(room)
        except (OSError, HTTPException, ValueError):
            return b""  # cut off: by the center, or by who does not want it any more

    def close(self) -> None:
        """End it and give back what it holds."""
        self.end()
        self.release()
