from console.domain.units import Agency, Fix, UnitStatus
from console.insight.nearest import FreeUnits, nearest_units
from tests.desk import NOW, unit


def test_the_nearest_is_the_one_that_ranking_puts_first() -> None:
    units = [unit(f"u{n}", fix=Fix(f"u{n}", 76.90 + n * 0.003, 43.25, 0, 0, NOW)) for n in range(20)]
    units += [unit("busy", UnitStatus.ON_SCENE, fix=Fix("busy", 76.931, 43.25, 0, 0, NOW)), unit("lost", fix=None)]

    found = FreeUnits(units, NOW).nearest(76.931, 43.25, Agency.POLICE)

    assert found == nearest_units(units, 76.931, 43.25, NOW, agency=Agency.POLICE)[0]


def test_an_agency_without_a_free_unit_has_no_nearest() -> None:
    assert FreeUnits([unit("u")], NOW).nearest(76.9, 43.2, Agency.FIRE) is None
