"""How much each operator has on their hands, and who could take something over."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from console.domain.alarms import Alarm
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
