"""What the two streams that the console reads by itself have in common: they hand their bytes to libvlc by callbacks.

Reading it ourselves tells when each frame arrived, so that the delay on a tile is measured and not assumed; it keeps
the address, which is a lease, out of libvlc; libvlc plays at once what came in a burst (0.4 s behind the camera instead
of 1.1 s); it ends when told, whatever the server does; and it tells why a stream cannot be had.
"""

import ctypes
import socket
from types import ModuleType
from typing import Any

from console.domain.playing import PlayerState
from console.video.arrivals import Arrivals

ANSWER_WITHIN_S = 4.0
"""Time to connect, and then to answer; less than what makes a player count as hung."""

SILENT_AFTER_S = 15.0
"""A stream that sends nothing for so long has ended; the tile gives it up sooner by itself."""

PIECE = 1 << 16
"""Bytes read at once."""

VIDEO_WITHIN = 4 << 20
"""Bytes in which a video must have begun: more than any two key frames lie apart in a stream that a tile shows."""

_Read = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
# WORKAROUND: python-vlc declares the buffer as c_char_p, which arrives as a copy and cannot be written to.


class Feed:
    """One MPEG-TS. libvlc opens and reads it in its input thread; ``end`` is for any thread."""

    is_noted = True
    """Whether it notes by itself when its frames arrive."""

    def __init__(self) -> None:
        self.arrivals = Arrivals()
        self.failure: PlayerState | None = None
        """Why there is no stream, or no more of it, where that is known."""
        self._callbacks: tuple[Any, ...] = ()

    def be_waited_for(self) -> socket.socket | None:
        """Once it is open: where something can be read when ``take`` has something, which waits no more from then on.

        None where only ``take`` knows, which then waits as before.
        """
        return None

    def media(self, vlc: ModuleType, instance: Any) -> Any:
        """A libvlc media that reads from here. The feed has to be kept for as long as the media."""
        kinds = vlc.CallbackDecorators
        read = _Read(self._read)
        opened, as_declared = kinds.MediaOpenCb(self._opened), ctypes.cast(read, kinds.MediaReadCb)
        no_seek, no_close = ctypes.cast(0, kinds.MediaSeekCb), ctypes.cast(0, kinds.MediaCloseCb)
        self._callbacks = (read, as_declared, opened)
        return instance.media_new_callbacks(opened, as_declared, no_seek, no_close, None)

    def open(self) -> bool:
        """Begin; whether there is something to read. In libvlc's thread."""
        raise NotImplementedError

    def take(self, room: int) -> bytes | None:
        """The next bytes, at most ``room``; empty at the end, None where it broke. Waits. In libvlc's thread.

        Raises:
            BlockingIOError: nothing has come, where it does not wait; see ``be_waited_for``.
        """
        raise NotImplementedError

    def end(self) -> None:
        """End the stream; a read that waits comes back at once."""
        raise NotImplementedError

    def release(self) -> None:
        """Give back what it holds; nothing of libvlc reads from it any more."""
        self._callbacks = ()  # they hold this feed, which holds them

    def _opened(self, _opaque: Any, _data: Any, size: Any) -> int:
        size[0] = 2**64 - 1  # not known: it is live
        return 0 if self.open() else -1

    def _read(self, _opaque: Any, buffer: int, room: int) -> int:
        data = self.take(min(room, PIECE))
        if data is None:
            return -1
        ctypes.memmove(buffer, data, len(data))
        return len(data)
