"""What a run measured, as ``--report FILE`` writes it: nothing in it is assumed."""

from pathlib import Path

import msgspec
from msgspec import Struct


class LinkReport(Struct, frozen=True):
    """The link: its state, the age of the last word from the center (seconds), where in the log it stands."""

    state: str
    data_age_s: float | None
    epoch: str
    seq: int


class AlarmReport(Struct, frozen=True):
    """Rows of the alarm queue."""

    rows: int
    unacknowledged: int
    by_priority: dict[str, int]


class UnitReport(Struct, frozen=True):
    """Rows of the patrol board."""

    rows: int
    by_status: dict[str, int]


class MapReport(Struct, frozen=True):
    """The map: cameras in its index, marks painted, seconds from page load to all painted, blocked requests."""

    cameras: int
    points_drawn: int
    first_paint_s: float | None
    requests_outside: int


class VideoReport(Struct, frozen=True):
    """The wall: frames shown per second over all tiles in the last seconds, frames lost since the start."""

    tiles: int
    playing: int
    frames_per_second: float
    lost_frames: int


class WindowReport(Struct, frozen=True):
    """The window: seconds from process start to all panes filled; gaps of its loop in milliseconds."""

    start_to_ready_s: float | None
    gap_p50_ms: float | None
    gap_p99_ms: float | None


class Report(Struct, frozen=True):
    """One run of the console."""

    link: LinkReport
    alarms: AlarmReport
    units: UnitReport
    map: MapReport
    video: VideoReport
    ui: WindowReport
    language: str
    mode: str

    def write(self, path: Path) -> None:
        """Write it as readable JSON. Raises OSError where the file cannot be written."""
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n")
