"""Times of packets made to run on, whatever the sender's clock does: a player waits on a jump, and a muxer breaks."""

CLOCK = 90_000
"""Ticks a second of MPEG-TS and of RTP video."""

LEAP = CLOCK
"""Ticks by which a time has jumped: so far back, or so much further ahead than the time that passed. What is shown in
another order than it is decoded in (B-frames) lies closer."""

FIRST_STEP = CLOCK // 15
"""Ticks between packets while the stream has not shown another distance."""


class Timeline:
    """Gives each packet of one stream its times, in ticks from 0; the times of decoding rise by at least 1."""

    def __init__(self) -> None:
        self._offset: int | None = None
        self._shown: int | None = None
        self._decoded = -1
        self._step = FIRST_STEP
        self._came = 0.0

    def run_on(self, shown: int | None, decoded: int | None, now: float) -> tuple[int, int]:
        """Times to show and to decode a packet at that says these, if any, and came at ``now`` (monotonic seconds)."""
        passed = now - self._came
        self._came = now
        lead = max(0, shown - decoded) if shown is not None and decoded is not None else 0
        time = self._continued(shown, passed)
        if self._shown is not None and 0 < time - self._shown < LEAP:
            self._step = time - self._shown
        self._shown = time
        self._decoded = max(self._decoded + 1, time - lead)
        return max(time, self._decoded), self._decoded

    def _continued(self, shown: int | None, passed: float) -> int:
        last = self._shown
        following = 0 if last is None else last + self._step
        if shown is None:
            return following
        offset = self._offset
        if offset is None or last is None or not -LEAP < shown + offset - last <= passed * CLOCK + LEAP:
            offset = self._offset = following - shown
        return shown + offset
