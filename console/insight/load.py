"""How much each operator has on their hands, and who could take something over; and each service center's units."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from console.domain.alarms import Alarm
from console.domain.incidents import Incident
from console.domain.units import FREE, UnitStatus
from console.insight.flood import BEGINS_ABOVE, WINDOW_S


class Load(Struct, frozen=True):
    """What one operator has: alarms they own that are not over, and how many they acknowledged in 10 minutes."""

    operator: str
    owned: int
    recent: int

    @property
    def is_flooded(self) -> bool:
        """Whether they had to answer more than one person can (ISA-18.2: 10 in 10 minutes)."""
        return self.recent > BEGINS_ABOVE


def loads(alarms: Iterable[Alarm], operators: Iterable[str], now: float) -> list[Load]:
    """The load of each of these operators at ``now`` (Unix seconds); who has least stands first."""
    owned: Counter[str] = Counter()
    recent: Counter[str] = Counter()
    for alarm in alarms:
        if alarm.owner and alarm.is_active:
            owned[alarm.owner] += 1
            if alarm.acknowledged_at is not None and alarm.acknowledged_at > now - WINDOW_S:
                recent[alarm.owner] += 1
    made = (Load(operator, owned[operator], recent[operator]) for operator in set(operators))
    return sorted(made, key=lambda load: (load.owned, load.recent, load.operator))


class CenterLoad(Struct, frozen=True):
    """What the units of a service center's district have to do: how many there are, are free, and open incidents."""

    units: int
    free: int
    incidents: int


def center_loads(
    units: Iterable[tuple[str, UnitStatus]], incidents: Iterable[Incident], districts: Iterable[str]
) -> dict[str, CenterLoad]:
    """The load of each district's center, by KATO code.

    Args:
        units: the district of each unit's home, and its status as it is shown.
        incidents: all that are known.
        districts: KATO codes.
    """
    all_, free = Counter[str](), Counter[str]()
    for district, status in units:
        all_[district] += status is not UnitStatus.OUT_OF_SERVICE
        free[district] += status in FREE
    open_ = Counter(incident.district for incident in incidents if incident.is_open)
    return {code: CenterLoad(all_[code], free[code], open_[code]) for code in districts}
