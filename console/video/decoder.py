"""A player of streams that the console reads itself: the thread that has read also decodes and scales.

libvlc hands each frame through four threads, and each of its calls into Python waits for the interpreter's lock. It
also holds pictures back for 0.3 s, to show them evenly; here a picture is shown when it has come. It is the
engine unless the setting ``video_engine`` says libvlc; 16 tiles take 6 threads and 300 MB so, with libvlc 85 and 475.

A stream that sends nothing shows nothing: frames are counted, never repeated.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any

import av
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from console.clock import monotonic
from console.domain.masking import Masks
from console.domain.playing import Frame, Played, PlayerState
from console.video.arrivals import WRAP
from console.video.coded_frames import FrameCutter
from console.video.decoded_frame import DecodedFrame
from console.video.feed import PIECE, Feed
from console.video.player import AGES_KEPT, LARGEST_SIDE
from console.video.readers import READERS, is_done
from console.video.scaling import Scaler
from console.video.timeline import CLOCK
from console.video.turns import DECODING

log = logging.getLogger(__name__)

UNTAKEN = 45
"""Frames that a timed player keeps for who comes for them late: 3 s at 15 a second, 1.5 s at twice the speed."""

HELD = 4
"""Pictures that a stream decodes before it shows them: what comes in a burst must not all be in memory at once."""

AGED_EVERY = 5
"""Of so many frames one's age is looked at, and the delay reckoned anew."""


class DecodingPlayer:
    """Plays one feed; see ``Player``."""

    def __init__(
        self,
        feed: Feed,
        box: tuple[int, int],
        on_frame: Callable[[], None],
        *,
        keys_only: bool = False,
        masks: Masks = (),
        is_timed: bool = False,
    ) -> None:
        self._feed = feed
        self._on_frame = on_frame
        self._keys_only = keys_only
        self._masks = masks
        self._untaken: deque[Frame] = deque(maxlen=UNTAKEN if is_timed else 1)
        self._scaler = Scaler(box)
        self._lock = Lock()
        self._newest: Frame | None = None
        self._is_fresh = False
        self._is_open = self._is_stopping = False
        self._state = PlayerState.OPENING
        self._frames = self._lost = self._unseen = 0
        self._first_pts: int | None = None
        self._position: float | None = None
        self._ages: deque[float] = deque(maxlen=AGES_KEPT // AGED_EVERY)
        self._delay: float | None = None
        self._cutter = FrameCutter(None if feed.is_noted else feed.arrivals)
        self._coded: list[tuple[str, Packet[Any]]] = []
        self._pictures: list[VideoFrame] = []
        self._is_ending = False
        self._decoder: VideoCodecContext | None = None
        self._over = Event()
        Thread(target=self._begin, name="video-opening", daemon=True).start()

    @property
    def state(self) -> PlayerState:
        """How it stands now."""
        return self._state

    @property
    def frames(self) -> int:
        """Number of frames so far."""
        return self._frames

    @property
    def played(self) -> Played:
        """Its frames until now."""
        return Played(self._frames, self._frames, self._lost, self._unseen)

    @property
    def delay(self) -> float | None:
        """Seconds from a picture's data arriving here to its showing: the median of the last ones."""
        return self._delay

    @property
    def position(self) -> float | None:
        """Seconds from the first picture to the newest by the stream's time stamps."""
        return self._position

    @property
    def is_over(self) -> bool:
        """Whether it has ended for good."""
        return self._over.is_set()

    def take(self) -> Frame | None:
        """The newest frame; it lives as long as somebody holds it."""
        with self._lock:
            self._is_fresh = False
            return self._newest

    def take_all(self) -> Sequence[Frame]:
        """Every frame since the last call, as far as it was kept; see ``Player``."""
        with self._lock:
            self._is_fresh = False
            frames = list(self._untaken)
            self._untaken.clear()
            return frames

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._is_stopping = True
        self._feed.end()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over; whether it is."""
        return self._over.wait(seconds)

    def gather(self) -> bool:
        """See ``Stream``."""
        try:
            data = self._feed.take(PIECE)
        except BlockingIOError:
            return True  # woken for nothing
        return self._cut(data)

    def decode(self) -> bool:
        """See ``Stream``."""
        coded, self._coded = self._coded, []
        for codec, packet in coded:
            if self._is_stopping:
                return False
            self._decode(codec, packet)
            if len(self._pictures) >= HELD:
                self._show_decoded()
        if self._is_ending and not self._is_stopping and self._decoder is not None:
            self._pictures += self._decoder.decode(None)  # what it has held back, to show it in its order
        return True

    def show(self) -> bool:
        """See ``Stream``."""
        self._show_decoded()
        return not (self._is_ending or self._is_stopping)

    def _show_decoded(self) -> None:
        pictures, self._pictures = self._pictures, []
        for picture in pictures:
            if not self._is_stopping:
                self._show(picture)

    def _cut(self, data: bytes | None) -> bool:
        for coded in self._cutter.cut(data, monotonic()) if data else self._cutter.end():
            packet: Packet[Any] = Packet(coded.data)
            packet.pts = coded.shown_at
            self._coded.append((coded.codec, packet))
        self._is_ending = not data
        return True

    def close(self) -> None:
        """It is read no more."""
        self._feed.end()
        self._feed.release()
        without_frames = PlayerState.NO_VIDEO if self._is_open else PlayerState.FAILED
        self._state = self._feed.failure or (PlayerState.ENDED if self._frames else without_frames)
        self._decoder = None
        self._coded, self._pictures = [], []
        self._over.set()

    def _begin(self) -> None:
        """In a thread of its own: to be connected takes as long as the other side likes."""
        self._is_open = self._feed.open()
        waits_on = None
        if not self._is_open:
            self.close()
            return
        with suppress(OSError):  # it broke meanwhile: so will the first read
            waits_on = self._feed.be_waited_for()
        if waits_on is not None:
            READERS.read(waits_on, self)
        else:
            while is_done(self._play_on):
                pass
            self.close()

    def _play_on(self) -> bool:
        data = self._feed.take(PIECE)
        with DECODING:
            return self._cut(data) and self.decode() and self.show()

    def _decode(self, codec: str, packet: "Packet[Any]") -> None:
        if self._decoder is None or self._decoder.name != codec:
            self._decoder = self._decoder_of(codec)
        try:
            self._pictures += self._decoder.decode(packet)
        except av.error.InvalidDataError:
            self._lost += bool(
                self._frames or self._pictures
            )  # what comes before the first key frame cannot be decoded

    def _decoder_of(self, codec: str) -> VideoCodecContext:
        decoder = av.CodecContext.create(codec, "r")
        assert isinstance(decoder, VideoCodecContext)
        decoder.thread_count = 1  # many small streams: one thread each, and no frame held back
        if self._keys_only:
            decoder.skip_frame = "NONKEY"
        return decoder

    def _show(self, picture: VideoFrame) -> None:
        if max(picture.width, picture.height) > LARGEST_SIDE:
            self._lost += 1
            return
        self._time(picture)
        frame = DecodedFrame(self._scaler.scaled(picture), self._position, self._masks)
        if self._is_stopping:
            return
        with self._lock:
            self._unseen += self._is_fresh
            self._newest, self._is_fresh = frame, True
            self._untaken.append(frame)
        self._frames += 1
        self._age()
        self._state = PlayerState.PLAYING
        self._on_frame()

    def _time(self, picture: VideoFrame) -> None:
        if picture.pts is not None:
            self._first_pts = picture.pts if self._first_pts is None else self._first_pts
            ahead = (picture.pts - self._first_pts) % WRAP
            self._position = (ahead if ahead < WRAP // 2 else ahead - WRAP) / CLOCK

    def _age(self) -> None:
        if self._keys_only or (self._delay is not None and self._frames % AGED_EVERY):
            return
        age = self._feed.arrivals.age(self._frames + self._lost, monotonic())
        if age is not None:
            self._ages.append(age)
            self._delay = sorted(self._ages)[len(self._ages) // 2]
