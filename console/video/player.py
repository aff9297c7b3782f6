"""A libvlc player that decodes into memory, at the size of the tile that shows it.

libvlc calls three functions from threads of its own: ``_format`` (what size is wanted), ``_lock`` (where to write) and
``_display`` (that was a whole frame). They never call libvlc. Everything that does, and may therefore block, happens in
the player's own thread, in one linear life; each call has a deadline, and a player that misses it says ``HUNG``. Nobody
waits for such a player: it keeps its thread, callbacks and buffers until libvlc comes back to it, if ever.
"""

import ctypes
import logging
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock, Thread
from types import ModuleType
from typing import Any

from console.clock import monotonic
from console.domain import masking
from console.domain.masking import Masks
from console.domain.playing import Frame, Played, PlayerState
from console.video.address import Address
from console.video.engine import EngineMissing
from console.video.feed import Feed
from console.video.frames import Frames, fitted
from console.video.sources import Sources, media_of
from console.video.spare_memory import give_back_soon

log = logging.getLogger(__name__)

HUNG_AFTER_S = 5.0
"""A libvlc call that takes longer is given up. The slowest seen on a busy 2-core machine took 0.4 s."""

LOOK_EVERY_S = 0.5
"""How often state and counters are read."""

AGES_KEPT = 31
"""Frames of which the delay is the median: 2 s at 15 a second."""

PADDING = 128
"""Pixels; the most that a decoder adds to a side."""

LARGEST_SIDE = 8192
"""Pixels; a stream that says it is larger is taken for damaged."""

ALIKE_AFTER_S = 2.0
"""Without a new picture for so long, key frames that came may have been like the one before."""

ONLY_KEYS = ":avcodec-skip-frame=3"
"""The decoder leaves out everything that needs another frame: a fifth of the cost at a key frame a second."""

_Format = ctypes.CFUNCTYPE(
    ctypes.c_uint,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint),
)
# WORKAROUND: python-vlc declares the chroma as c_char_p, which arrives as bytes and cannot be written to.


def shape_of(width: Any, height: Any) -> tuple[int, int]:
    """What is to be seen of the coming pictures, as (width, height) in square pixels.

    WORKAROUND: libvlc 3 tells the size with the decoder's padding (386 rows for a picture of 360), different at each of
    its calls (https://github.com/caprica/vlcj/issues/616). Both pointers lie in its ``video_format_t``, whose
    next fields (offsets, visible size, bits, sample aspect) say what is meant; the layout is fixed for libvlc 3.0, and
    the fields are believed only where they fit what was told.
    """
    told = width[0], height[0]
    if ctypes.addressof(height.contents) - ctypes.addressof(width.contents) != ctypes.sizeof(ctypes.c_uint):
        return told
    seen = width[4], width[5]
    if not (told[0] - PADDING <= seen[0] <= told[0] and told[1] - PADDING <= seen[1] <= told[1]):
        return told
    wide, high = width[7], width[8]
    if wide and high and 1 / 4 <= wide / high <= 4:
        return round(seen[0] * wide / high), seen[1]
    return seen


class VlcPlayer:
    """One stream. ``engine`` gives the vlc module and its Instance; asked in the player's thread, as it may be slow."""

    def __init__(
        self,
        engine: Callable[[], tuple[ModuleType, Any]],
        sources: Sources,
        address: str,
        box: tuple[int, int],
        on_frame: Callable[[], None],
        *,
        keys_only: bool = False,
        masks: Masks = (),
    ) -> None:
        self._engine = engine
        self._sources = sources
        self._address: Address | None = Address(address)
        self._box = box
        self._on_frame = on_frame
        self._keys_only = keys_only
        self._newest_at = 0.0
        self._masks = masks
        self._position: float | None = None
        self._buffers: Frames | None = None
        self._writing: Frames | None = None
        self._frames = 0
        self._frames_lock = Lock()
        self._unseen_before = 0
        self._state = PlayerState.OPENING
        self._counted = Played()
        self._feed: Feed | None = None
        self._ages: deque[float] = deque(maxlen=AGES_KEPT)
        self._deadline = math.inf
        self._stopping = Event()
        self._thread = Thread(target=self._live, name="video-player", daemon=True)
        self._thread.start()

    @property
    def state(self) -> PlayerState:
        """How it stands now."""
        return PlayerState.HUNG if monotonic() > self._deadline else self._state

    @property
    def frames(self) -> int:
        """Number of whole frames so far; one that is like the one before is counted within ``LOOK_EVERY_S``."""
        return self._frames

    @property
    def played(self) -> Played:
        """Its frames, as last counted (about twice a second)."""
        buffers = self._buffers
        unseen = self._unseen_before + (0 if buffers is None else buffers.unseen)
        return Played(self._counted.decoded, self._counted.displayed, self._counted.lost, unseen)

    @property
    def delay(self) -> float | None:
        """Seconds from a picture's data arriving here to its showing, whatever the sender gave in one burst included.

        Known only of streams that the console reads by itself. It agrees with a clock burnt into the picture to 0.1 s.
        """
        ages = sorted(self._ages)
        return ages[len(ages) // 2] if ages else None

    @property
    def position(self) -> float | None:
        """Seconds from the first picture to the newest by the stream's time stamps; see ``Player``."""
        return self._position

    @property
    def is_over(self) -> bool:
        """Whether it has ended for good and holds nothing of libvlc any more."""
        return not self._thread.is_alive()

    def take(self) -> Frame | None:
        """The newest whole frame; see ``Player``."""
        return None if self._buffers is None else self._buffers.take()

    def take_all(self) -> Sequence[Frame]:
        """The newest frame; see ``Player``."""
        frame = self.take()
        return () if frame is None else (frame,)

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._stopping.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over; whether it is."""
        self._thread.join(seconds)
        return self.is_over

    def _live(self) -> None:
        with self._within_deadline():
            try:
                vlc, instance = self._engine()
            except EngineMissing:
                self._state = PlayerState.MISSING
                return
            media = self._opened(vlc, instance)
            if media is None:
                self._state = PlayerState.FAILED
                return
            player = instance.media_player_new()
            if self._keys_only:
                media.add_option(ONLY_KEYS)
            callbacks = self._connect(vlc, player)
            player.set_media(media)
            player.play()
        while not self._stopping.wait(LOOK_EVERY_S):
            with self._within_deadline():
                self._look(vlc, player, media)
        with self._within_deadline():
            self._look(vlc, player, media)
            if self._feed is not None:
                self._feed.end()
            player.stop()
            player.release()
            media.release()
            if self._feed is not None:
                self._feed.release()
        del callbacks  # kept until here: libvlc calls them until stop() has returned
        give_back_soon()

    def _opened(self, vlc: ModuleType, instance: Any) -> Any:
        """What libvlc shall play; None for an address that is none."""
        address, self._address = self._address, None
        if address is None or not address.is_known:
            return None
        self._feed = self._sources.feed(address, vlc)
        return media_of(address, instance) if self._feed is None else self._feed.media(vlc, instance)

    @contextmanager
    def _within_deadline(self) -> Iterator[None]:
        self._deadline = monotonic() + HUNG_AFTER_S
        yield
        if monotonic() > self._deadline:
            log.warning("a video player came back late")
        self._deadline = math.inf

    def _connect(self, vlc: ModuleType, player: Any) -> tuple[Any, ...]:
        kinds = vlc.CallbackDecorators
        own_format = _Format(self._format)
        as_declared = ctypes.cast(own_format, kinds.VideoFormatCb)
        clean_up = kinds.VideoCleanupCb(self._clean_up)
        lock, display = kinds.VideoLockCb(self._lock), kinds.VideoDisplayCb(self._display)
        unlock = ctypes.cast(0, kinds.VideoUnlockCb)
        vlc.libvlc_video_set_callbacks(player, lock, unlock, display, None)
        vlc.libvlc_video_set_format_callbacks(player, as_declared, clean_up)
        return own_format, as_declared, clean_up, lock, unlock, display

    def _look(self, vlc: ModuleType, player: Any, media: Any) -> None:
        state = player.get_state()
        if state in (vlc.State.Ended, vlc.State.Error) and self._feed is not None and self._feed.failure is not None:
            self._state = self._feed.failure
        elif state == vlc.State.Ended:
            self._state = PlayerState.ENDED
        elif state == vlc.State.Error:
            self._state = PlayerState.FAILED
        counters = vlc.MediaStats()
        if media.get_stats(counters):
            has_shown = counters.displayed_pictures > self._counted.displayed
            self._counted = Played(counters.decoded_video, counters.displayed_pictures, counters.lost_pictures)
            if not self._keys_only:
                self._catch_up(counters.displayed_pictures)
            elif has_shown and monotonic() - self._newest_at > ALIKE_AFTER_S:
                self._newest_at = monotonic()
                self._catch_up(self._frames + 1)  # what libvlc has shown is each key frame many times

    def _catch_up(self, displayed: int) -> None:
        """Count the frames that looked like the ones before them."""
        with self._frames_lock:
            is_behind = displayed > self._frames
            self._frames = max(displayed, self._frames)
        if is_behind and self._buffers is not None and not self._stopping.is_set():
            self._on_frame()

    def _format(self, _opaque: Any, chroma: int, width: Any, height: Any, pitches: Any, lines: Any) -> int:
        source = shape_of(width, height)
        if min(source) <= 0 or max(source) > LARGEST_SIDE:
            return 0
        buffers = Frames(*fitted(source, self._box))
        ctypes.memmove(chroma, b"RV32", 4)
        width[0], height[0], pitches[0], lines[0] = buffers.width, buffers.height, buffers.pitch, buffers.height
        if self._buffers is not None:
            self._unseen_before += self._buffers.unseen
        self._writing = buffers
        return 1

    def _clean_up(self, _opaque: Any) -> None:
        self._writing = None

    def _lock(self, _opaque: Any, planes: Any) -> int:
        planes[0] = self._writing.address  # type: ignore[union-attr]  # libvlc locks only between format and clean-up
        return 0

    def _display(self, _opaque: Any, _picture: Any) -> None:
        writing = self._writing
        if writing is None or self._stopping.is_set():
            return
        masking.paint(writing.written.data, writing.width, writing.height, writing.pitch, self._masks)
        if not writing.commit():
            return
        self._buffers = writing
        self._newest_at = monotonic()
        with self._frames_lock:
            self._frames += 1
        if self._feed is not None and not self._keys_only:
            number = self._frames + self._counted.lost
            self._position = self._feed.arrivals.position(number)
            age = self._feed.arrivals.age(number, monotonic())
            if age is not None:
                self._ages.append(age)
        if self._state is PlayerState.OPENING:
            self._state = PlayerState.PLAYING
        self._on_frame()
