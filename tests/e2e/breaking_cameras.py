"""Cameras in a process of their own that break when told: ``python -m tests.e2e.breaking_cameras N``.

Prints their addresses as one line of JSON, then takes lines ``<number> <fault>`` until its input ends.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.video.restamping import Restamper
from console.video.timeline import CLOCK
from tests.live_streams import Camera, encoded

ROOT = Path(__file__).resolve().parents[2]

FAULTS = ("killed", "frozen", "garbage", "silent", "refuses", "damaged", "resized", "leaps")
"""What can happen to a camera; ``mended`` ends each, and gives it its first size back: memory can then be compared."""

BORNE = ("resized", "leaps", "damaged")
"""Those that a player may get over so well that nothing is to be said of them."""

HOUR = 3600 * CLOCK
DAMAGE_EVERY = 3
"""Of a damaged stream every third frame has a hole in the middle."""


class Cameras:
    """The parent's end."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._process = process
        self.addresses: list[str] = json.loads(process.stdout.readline())

    def tell(self, number: int, fault: str) -> None:
        """Let one break, or mend it."""
        assert self._process.stdin is not None
        print(number, fault, file=self._process.stdin, flush=True)


@contextmanager
def breaking_cameras(count: int) -> Iterator[Cameras]:
    """Run them; ended by their own handle."""
    command = [sys.executable, "-m", "tests.e2e.breaking_cameras", str(count)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Cameras(process)
    finally:
        process.communicate(timeout=20)


class Breaking:
    """One of them."""

    def __init__(self, films: list[list[bytes]]) -> None:
        self._films = films
        self._film = self._turn = self._hours = 0
        self._camera = Camera(films[0])
        self._is_on = True

    @property
    def address(self) -> str:
        """Where its stream is."""
        return self._camera.address

    def become(self, fault: str) -> None:
        """Break in this way, or be mended."""
        camera = self._camera
        match fault:
            case "killed":
                self._switch(is_on=False)
            case "silent" | "refuses":  # those who watch are cut off, and find it so when they come again
                camera.mode = fault
                self._switch(is_on=False)
                self._switch(is_on=True)
            case "frozen" | "garbage":
                camera.mode = fault
            case "damaged":
                camera.pieces = [damaged(piece, number) for number, piece in enumerate(self._pieces)]
            case "resized":
                self._film = 1 + self._turn % (len(self._films) - 1)
                self._turn += 1
                camera.pieces = self._pieces
            case "leaps":
                self._hours = 5 - self._hours
                camera.pieces = self._pieces
            case _:
                self._film = 0
                camera.mode, camera.pieces = "live", self._pieces
                self._switch(is_on=True)

    @property
    def _pieces(self) -> list[bytes]:
        """Its film by its clock."""
        clock = Restamper(self._hours * HOUR)
        return [clock.run_on(piece, 0.0) for piece in self._films[self._film]]

    def _switch(self, *, is_on: bool) -> None:
        if is_on and not self._is_on:
            self._camera.switch_on()
        elif self._is_on and not is_on:
            self._camera.switch_off()
        self._is_on = is_on


def damaged(piece: bytes, number: int) -> bytes:
    """The ``number``th frame of a stream, some of them with a third missing, cut anywhere."""
    third = len(piece) // 3
    return piece if number % DAMAGE_EVERY else piece[:third] + piece[-third:]


def main() -> None:
    """Serve until the input ends."""
    films = [encoded(), encoded(480, 360, shade=90), encoded(1280, 720, shade=30)]
    cameras = [Breaking(films) for _ in range(int(sys.argv[1]))]
    print(json.dumps([camera.address for camera in cameras]), flush=True)
    for line in sys.stdin:
        number, fault = line.split()
        cameras[int(number)].become(fault)


if __name__ == "__main__":
    main()
