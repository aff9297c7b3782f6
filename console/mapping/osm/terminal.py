"""How far an import is, on the terminal: one line written again and again, or now and then a line in a log."""

from typing import TextIO

from console import clock
from console.language import _, ngettext

REWRITTEN_S, LOGGED_S = 0.2, 10.0
"""Seconds between two tellings on a terminal, in a log."""


class Terminal:
    """An ``importing.Progress`` that tells a stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_rewritten = stream.isatty()
        self._began = clock.monotonic()
        self._told_at = self._began - (REWRITTEN_S if self._is_rewritten else 0.0)
        self._phase = "reading"

    def reading(self, objects: int) -> None:
        """Say how many objects have been read."""
        text = ngettext("reading, {n} object", "reading, {n} objects", objects)
        self._tell("reading", text.format(n=f"{objects:,}"))

    def drawing(self, done: float, tiles: int) -> None:
        """Say which share is drawn, and how many tiles that are."""
        text = ngettext("drawing, {percent} %, {n} tile", "drawing, {percent} %, {n} tiles", tiles)
        self._tell("drawing", text.format(percent=int(done * 100), n=f"{tiles:,}"))

    def end(self) -> None:
        """Leave the line to others."""
        if self._is_rewritten:
            print("\r\x1b[K", end="", file=self._stream, flush=True)

    def _tell(self, phase: str, text: str) -> None:
        now = clock.monotonic()
        if phase == self._phase and now - self._told_at < (REWRITTEN_S if self._is_rewritten else LOGGED_S):
            return
        self._phase, self._told_at = phase, now
        elapsed = _("{n} s").format(n=round(now - self._began))
        line = f"kuzet: {text}, {elapsed}"
        if self._is_rewritten:
            print(f"\r\x1b[K{line}", end="", file=self._stream, flush=True)
        else:
            print(line, file=self._stream, flush=True)
