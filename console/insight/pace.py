"""How fast a unit on a call gets along: one assumption for the reach of units, for ways and for times of arrival."""

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
