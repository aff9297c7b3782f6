"""Cameras that turn, for tests: they obey at once, unless told why not, and keep what was asked of them."""

from console.domain.ptz import Direction, PtzAbilities, PtzOrder, PtzState

ABILITIES = PtzAbilities((-60, 60), (-30, 0), (1, 4), 60, 40, 20)


class FakeHeads:
    """Obeys at once, unless ``refusal`` says why not."""

    def __init__(self) -> None:
        self.orders: list[PtzOrder] = []
        self.refusal: Exception | None = None
        self.ends_in: float | None = None
        self.asked = 0

    async def ptz(self, camera: str) -> PtzState:
        self.asked += 1
        return PtzState(camera, Direction(0, 0), False, ABILITIES, lock_ends_in=self.ends_in)

    async def order(self, camera: str, order: PtzOrder) -> PtzState:
        self.orders.append(order)
        if self.refusal is not None:
            raise self.refusal
        return PtzState(camera, Direction(0, 0), False, ABILITIES, lock_ends_in=20.0)
