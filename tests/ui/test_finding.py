from typing import cast

import pytest

from console import paths
from console.domain.registry import Registry
from console.domain.sites import PanicButton
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.found import FoundKind
from tests.desk import Asked, store
from ui import finding


def desk() -> Desk:
    known = store()
    known.enroll(Registry("almaty", 1, 0, [], [PanicButton("P0017", 76.9, 43.2, "751110000", "", "", "")], [], [], []))
    return Desk(known)


def choose(of: Desk, typed: str) -> tuple[str, Asked]:
    """What the first choice is called, and what was asked for when it was run."""
    asked = Asked()
    choice = max(finding.things(of, cast(Actions, asked))(typed), key=lambda choice: choice.score)
    choice.run()
    return choice.title, asked


def test_a_crossing_flies_the_map_there(qtbot: object) -> None:
    of = desk()
    crossing = of.search.find("abay seifullin")[0]

    title, asked = choose(of, "abay seifullin")

    assert set(title.split(" – ")) == {"Abay", "Seifullin"}
    assert asked.calls == [("look_at", (crossing.lon, crossing.lat, None))]


def test_coordinates_fly_the_map_there(qtbot: object) -> None:
    assert choose(desk(), "43,238; 76,945")[1].calls == [("look_at", (76.945, 43.238, None))]


def test_a_district_is_looked_at_from_afar(qtbot: object) -> None:
    title, asked = choose(desk(), "наурызбайский")

    assert title == "Nauryzbay District"
    assert asked.calls[0][1][2] == 12


def test_a_panic_button_is_chosen_too(qtbot: object) -> None:
    of = desk()

    choose(of, "p0017")

    assert of.selection.latest == ("button", "P0017")


@pytest.mark.parametrize("kind", FoundKind)
def test_every_kind_has_its_icon(kind: FoundKind) -> None:
    assert (paths.RESOURCES / "icons" / f"{finding.ICONS.get(kind, str(kind))}.svg").exists()
