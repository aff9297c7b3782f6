"""For which incident a cordon is drawn."""

import pytest

from console.domain.incidents import Incident, IncidentStatus
from console.domain.zones import Ring
from console.mapping.source import MapFiles
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_zones import MapZones
from tests.desk import incident, store

LON, LAT = 76.93, 43.25
AROUND: Ring = ((LON - 0.001, LAT - 0.001), (LON + 0.001, LAT - 0.001), (LON, LAT + 0.001))


def zones(*incidents: Incident) -> MapZones:
    return CityMap(store(incidents=incidents), MapFiles()).zones


def test_a_cordon_is_for_the_incident_that_the_desk_works_on() -> None:
    made = zones(incident("I1", lon=LON, lat=LAT), incident("I2", lon=LON + 0.01, lat=LAT))
    made.chosen_incident = lambda: "I2"

    assert made.incident_of(AROUND) == "I2"
    assert [one.id for one in made.incidents(AROUND)] == ["I2", "I1"]


def test_else_for_the_only_one_within() -> None:
    inside, near = incident("I1", lon=LON, lat=LAT), incident("I2", lon=LON + 0.01, lat=LAT)

    assert zones(inside, near).incident_of(AROUND) == "I1"
    assert zones(near).incident_of(AROUND) == ""
    assert zones(inside, incident("I3", lon=LON, lat=LAT)).incident_of(AROUND) == "", "nobody can tell"


def test_one_that_is_over_or_far_away_is_not_meant() -> None:
    over, far = incident("I1", lon=LON, lat=LAT, status=IncidentStatus.CLOSED), incident("I2", lon=LON + 1, lat=LAT)
    made = zones(over, far)
    made.chosen_incident = lambda: "I2"

    assert made.incident_of(AROUND) == ""
    assert [one.id for one in made.incidents(AROUND)] == ["I2"], "it may be chosen by hand"


@pytest.mark.parametrize("ring", [((LON, LAT),) * 3, ((LON, LAT), (LON + 0.1, LAT), (LON + 0.2, LAT))])
def test_a_ring_that_is_no_area_has_nothing_within(ring: Ring) -> None:
    assert zones(incident("I1", lon=LON, lat=LAT)).incident_of(ring) == ""
