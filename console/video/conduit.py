"""A bounded pipe of bytes between the thread that receives a stream and the one of libvlc that reads it."""

from collections import deque
from threading import Condition

LIMIT = 4 << 20
"""Bytes that wait at most: seconds of the largest stream. More than that holds the sender back."""


class Conduit:
    """One thread puts, one other takes; ``end`` frees both at once."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._is_closed = False
        self._is_ended = False
        self._changed = Condition()

    @property
    def is_ended(self) -> bool:
        """Whether nobody wants any more of it."""
        return self._is_ended

    def put(self, data: bytes) -> None:
        """Add at the back; waits while it is full."""
        with self._changed:
            self._changed.wait_for(lambda: self._size < self._limit or self._is_ended)
            if not self._is_ended:
                self._pieces.append(data)
                self._size += len(data)
                self._changed.notify_all()

    def take(self, room: int) -> bytes:
        """Up to ``room`` bytes from the front; waits for them. Empty when nothing will come any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._pieces or self._is_closed or self._is_ended)
            if self._is_ended or not self._pieces:
                return b""
            piece = self._pieces.popleft()
            if len(piece) > room:
                self._pieces.appendleft(piece[room:])
                piece = piece[:room]
            self._size -= len(piece)
            self._changed.notify_all()
            return piece

    def close(self) -> None:
        """Nothing more will be put; what waits can still be taken."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def end(self) -> None:
        """Nothing is wanted any more: whoever waits goes on, and what waits is dropped."""
        with self._changed:
            self._is_ended = True
            self._pieces.clear()
            self._size = 0
            self._changed.notify_all()
