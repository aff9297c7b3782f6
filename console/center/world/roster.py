"""Who is on duty in the demo city: how many crews of each agency, how they move, how they are called."""

from enum import StrEnum

from msgspec import Struct

from console.domain.units import Agency


class Gait(StrEnum):
    """How a crew moves."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    FOOT = "foot"
    TRUCK = "truck"


class Kind(Struct, frozen=True):
    """A kind of crew.

    Args:
        agency: who sends it.
        letter: what its callsign begins with.
        gait: how it moves.
        crew: fewest and most people.
        patrols: whether it roams its district while it has nothing to do, or waits at its base.
        jobs_per_hour: how often it has work of its own that no operator gave it (a check in the street, a call that
            103 took itself).
        share: part of all crews.
    """

    agency: Agency
    letter: str
    gait: Gait
    crew: tuple[int, int]
    patrols: bool
    jobs_per_hour: float
    share: float


KINDS = (
    Kind(Agency.POLICE, "P", Gait.CAR, (2, 2), True, 0.35, 0.43),
    Kind(Agency.POLICE, "N", Gait.FOOT, (2, 2), True, 0.2, 0.15),
    Kind(Agency.POLICE, "M", Gait.MOTORCYCLE, (1, 1), True, 0.35, 0.08),
    Kind(Agency.AMBULANCE, "A", Gait.CAR, (3, 3), False, 0.9, 0.15),
    Kind(Agency.FIRE, "F", Gait.TRUCK, (5, 6), False, 0.08, 0.07),
    Kind(Agency.CITY, "C", Gait.TRUCK, (2, 3), True, 0.4, 0.06),
    Kind(Agency.GAS, "G", Gait.CAR, (2, 3), False, 0.4, 0.035),
    Kind(Agency.RESCUE, "R", Gait.TRUCK, (4, 5), False, 0.1, 0.025),
)
"""The mix: police most, the others as a city of two million keeps them ready (an assumption of the demo)."""


def muster(count: int) -> list[tuple[Kind, int]]:
    """``count`` crews as (kind, number within the kind from 1), the kinds by their shares."""
    crews: list[tuple[Kind, int]] = []
    for i, kind in enumerate(KINDS):
        last = i == len(KINDS) - 1
        size = count - len(crews) if last else round(count * kind.share)
        crews += [(kind, number + 1) for number in range(size)]
    return crews
