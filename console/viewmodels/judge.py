"""The one judge of all walls: they share a machine, so what it can afford is asked once, for all of their tiles."""

from collections.abc import Callable, Sequence

from console.clock import monotonic
from console.viewmodels import quality
from console.viewmodels.machine_load import MachineLoad
from console.viewmodels.quality import Grade, Load, Standing, Viewed


class Judge:
    """Asked by each wall as often as it likes; the load is looked at no more often than ``quality`` says.

    Args:
        load: of the machine since it was last asked.
        now: monotonic seconds.
    """

    def __init__(self, load: Callable[[], Load] | None = None, now: Callable[[], float] = monotonic) -> None:
        self._load, self._now = load or MachineLoad().look, now
        self._seen: dict[object, Sequence[Viewed]] = {}
        self.standing = Standing()

    def grades(self, wall: object, tiles: Sequence[Viewed]) -> dict[str, Grade]:
        """How good the streams of a wall's visible tiles may be, by camera."""
        self._seen[wall] = tiles
        everywhere = [tile for seen in self._seen.values() for tile in seen]
        if self._now() - self.standing.looked_at >= quality.LOOK_EVERY_S:
            self.standing = quality.judged(self.standing, everywhere, self._load(), self._now())
        return quality.grades(self.standing, tiles, len(everywhere))

    def forget(self, wall: object) -> None:
        """A wall has gone."""
        self._seen.pop(wall, None)
