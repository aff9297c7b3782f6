"""People who call 102 and 112: what no device tells. Colleagues at the telephones open incidents for them.

Like the chronicle, a minute's calls depend on nothing but the seed and the minute.
"""

import numpy as np
from msgspec import Struct

from console.center.signals import Wish
from console.domain import intents as i
from console.domain.alarms import AlarmKind
from console.domain.incidents import CallLine
from console.domain.registry import Registry
from console.domain.session import Operator, Role
from console.domain.sites import Site, SiteKind

PER_HOUR = 6.0
"""Calls an hour that become incidents here; the demo's assumption."""

TELEPHONES = (
    Operator("line-102", "Ж. Омарова (102)", Role.DUTY_OFFICER),
    Operator("line-112", "С. Ли (112)", Role.DUTY_OFFICER),
)
"""Who answers them."""

_LONGEST_GAP_S = 600.0
_NEAR_M = (-0.0012, 0.0012)
"""Degrees around the site."""


class _Story(Struct, frozen=True):
    """What a caller says, how often compared to others, and near which sites it happens."""

    weight: float
    kind: AlarmKind
    text: str
    sites: tuple[SiteKind, ...]


_S, _K = SiteKind, AlarmKind
_STORIES = (
    _Story(3, _K.MISSING_CHILD, "Пропал сын 7 лет, синяя куртка, отошла на минуту к кассе.", (_S.MALL, _S.MARKET)),
    _Story(2, _K.MISSING_CHILD, "Қызым мектептен қайтпады, 9 жаста, қызғылт сөмке.", (_S.SCHOOL,)),
    _Story(4, _K.FIGHT, "Дерутся пятеро у входа, у одного палка.", (_S.STADIUM, _S.MARKET, _S.UNIVERSITY)),
    _Story(5, _K.THEFT, "Вытащили кошелёк в толпе, видела, куда побежал.", (_S.MARKET, _S.STATION, _S.METRO)),
    _Story(5, _K.FRAUD, "Звонят «из банка», мать переводит деньги прямо сейчас.", (_S.HOSPITAL, _S.UNIVERSITY)),
    _Story(3, _K.ROAD_ACCIDENT, "Сбили велосипедиста, в сознании, нога сломана.", (_S.SCHOOL, _S.MALL, _S.HOSPITAL)),
    _Story(1, _K.THREAT, "Звонок: «в зале ожидания сумка, уходите все».", (_S.STATION, _S.AIRPORT, _S.MALL)),
    _Story(0.5, _K.LOCKDOWN, "По школе ходит мужчина с ножом, классы закрылись.", (_S.SCHOOL,)),
    _Story(2, _K.CROWD, "Давка у выхода, двери одни, детей прижали.", (_S.STADIUM, _S.METRO)),
)


class Callers:
    """The calls of the demo city."""

    def __init__(self, seed: int, registry: Registry) -> None:
        self._seed = seed
        self._sites = {kind: [site for site in registry.sites if site.kind is kind] for kind in SiteKind}
        self._told_until: float | None = None
        self.begin = 0.0
        """Nobody calls before (Unix seconds): the earlier shift has calls of its own."""

    def step(self, now: float) -> list[Wish]:
        """What the telephones want opened until ``now``; a long silence is not made up for."""
        since, self._told_until = self._told_until, now
        if since is None or not 0 <= now - since <= _LONGEST_GAP_S:
            return []
        minutes = range(int(since // 60), int(now // 60) + 1)
        return [wish for minute in minutes for at, wish in self.minute(minute) if max(since, self.begin) < at <= now]

    def minute(self, number: int) -> list[tuple[float, Wish]]:
        """The calls of a minute (Unix time divided by 60), with the second each comes."""
        rng = np.random.default_rng([self._seed, number, 102])
        count = int(rng.poisson(PER_HOUR / 60))
        calls = [(number * 60.0 + rng.uniform(0, 60), self._call(rng)) for _ in range(count)]
        return sorted(((at, wish) for at, wish in calls if wish is not None), key=lambda call: call[0])

    def _call(self, rng: np.random.Generator) -> Wish | None:
        weights = np.array([story.weight for story in _STORIES])
        story = _STORIES[int(rng.choice(len(_STORIES), p=weights / weights.sum()))]
        places: list[Site] = [site for kind in story.sites for site in self._sites[kind]]
        number, line = int(rng.integers(2)), (CallLine.POLICE_102, CallLine.RESCUE_112)
        phone = f"+7 7{rng.integers(0, 10)}{rng.integers(1, 9)} {rng.integers(100, 999)} {rng.integers(1000, 9999)}"
        east, north = rng.uniform(*_NEAR_M, 2)
        if not places:
            return None
        site = places[int(rng.integers(len(places)))]
        call = i.OpenCall(
            story.kind,
            round(site.lon + float(east), 6),
            round(site.lat + float(north), 6),
            site.name.ru[:200],
            line[number],
            story.text,
            phone=phone,
            site=site.id,
        )
        return Wish(TELEPHONES[number], call)
