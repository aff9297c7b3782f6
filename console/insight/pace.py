"""How fast a unit on a call gets along: one assumption for the reach of units, for ways and for times of arrival."""

from typing import Any

from console.insight.streets import Edge

MEAN_M_S = 15.65
"""Mean speed of an engine on a call with lights and siren, terrain, traffic, weather and crossings included: 35 mph,
measured by RAND in New York City and elsewhere (Kolesar, Walker, Hausner 1975, "Determining the relation between fire
engine travel times and travel distances"; kept by ISO, "Response-Time Considerations"). Slower streets keep theirs."""

START_S = 39.0
"""What getting off costs: 0.65 min, the constant of the same formula, T = 0.65 + 1.7 D (minutes, miles)."""

OFF_STREET_M_S = 20 / 3.6
"""Speed between a street and a place beside it: 20 km/h, the limit in yards and residential zones (road rules of
Kazakhstan)."""


def pace(edge: Edge) -> float:
    """Metres per second on this stretch of street."""
    return min(edge.speed, MEAN_M_S)


DETOUR = 1.417
"""Road distance over straight distance, mean of a country (Boscoe, Henry, Zdeb 2012, "A nationwide comparison of
driving distance versus straight-line distance to hospitals")."""

ON_FOOT_M_S = 2.4
"""Of those on foot: a run of 8.6 km/h, which a fit officer keeps up for a few hundred metres."""


def driven_s(metres: Any) -> Any:
    """Seconds to arrival by car over a straight distance (a number or an array), where no way is reckoned.

    Against the ways of the built-in city within 6 km it is off by 28 s in the mean, and by 7 s too long on the whole.
    """
    return START_S + metres * DETOUR / MEAN_M_S


def run_s(metres: Any) -> Any:
    """The same on foot."""
    return metres * DETOUR / ON_FOOT_M_S
