"""What is sent to one camera that turns, and when: few orders, the last wish wins, and a stop is never lost. Pure.

A hand on keys or mouse changes its mind many times a second, a camera can be told about ten times. Each order to move
ends by itself soon (the dead man's time-out), so it is given again while the hand holds on; a hand that lets go, a
console that dies and a line that breaks all stop the camera.
"""

from collections import deque

from console.domain.ptz import PtzMove, PtzOrder

BETWEEN_S = 0.1
"""Least time between two orders: ten a second."""

AGAIN_S = 0.3
"""A movement that goes on is ordered again after so long."""

RUNS_S = 0.8
"""An order to move ends by itself after so long."""

TRIES = 3
"""A stop that was not answered is sent so often; by then the movement has ended by itself."""


class PtzSending:
    """Orders to one camera; one is under way at a time. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._wish: PtzMove | None = None
        self._orders: deque[PtzOrder] = deque()
        self._sent: PtzMove | None = None
        self._sent_at = float("-inf")
        self._under_way: PtzOrder | None = None
        self._stops_tried = 0

    @property
    def is_busy(self) -> bool:
        """Whether something is under way or waits."""
        return bool(self._wish or self._orders or self._under_way)

    def move(self, pan: float, tilt: float, zoom: float) -> None:
        """Move at these speeds (-1..1) until told otherwise; all 0 stops."""
        self._wish = PtzMove(round(pan, 2), round(tilt, 2), round(zoom, 2), RUNS_S)
        self._stops_tried = 0

    def ask(self, order: PtzOrder) -> None:
        """Send an order once; what moves stops before."""
        if self._wish is not None and not is_stop(self._wish):
            self.move(0, 0, 0)
        self._orders.append(order)

    def give_up(self) -> None:
        """Another turns the camera now: nothing of ours is wanted any more."""
        self._wish = self._sent = None
        self._orders.clear()

    def due(self, now: float) -> PtzOrder | None:
        """What is to be sent now; it is under way until ``answered``."""
        if self._under_way is not None or now - self._sent_at < BETWEEN_S:
            return None
        wish = self._wish
        if (
            wish is not None
            and (is_stop(wish) or not self._orders)
            and (wish != self._sent or now - self._sent_at >= AGAIN_S)
        ):
            self._under_way = self._sent = wish
        elif self._orders:
            self._under_way = self._orders.popleft()
        else:
            return None
        self._sent_at = now
        return self._under_way

    def answered(self, *, is_carried_out: bool) -> None:
        """The camera has obeyed, or not. A stop is tried again; a movement ends with the hand's next word."""
        order, self._under_way = self._under_way, None
        if not isinstance(order, PtzMove) or not is_stop(order) or self._wish != order:
            return
        self._stops_tried += 1
        if is_carried_out or self._stops_tried >= TRIES:
            self._wish = self._sent = None


def is_stop(order: PtzMove) -> bool:
    """Whether it moves nothing."""
    return not (order.pan or order.tilt or order.zoom)
