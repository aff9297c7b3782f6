"""The scenes there are, what each is good for, and which camera shows which.

A scene is drawn once; its variants are other views of it (see `views`), so that a wall of one crossing's cameras does
not show the same picture in every tile.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from console.center.clips.drawing.scene import Drawing
from console.center.clips.views import VIEWS, View
from console.domain.cameras import PlaceKind

VERSION = 4
"""Raise it with every change to how a clip looks or is encoded: cached clips of other versions are drawn anew."""


@dataclass(frozen=True)
class Scene:
    """A drawn scene, or a variant of one.

    Attributes:
        id: Its stable name.
        kinds: The kinds of place it can stand for.
        is_night: Whether it shows the dark hours; an interior shows neither and is False.
        is_interior: Whether daylight does not matter.
        is_lit: Whether the street lighting works; False only for an outage at night.
        drawing: Module and class that draw it.
        views: How many variants there are of it.
        base: The scene that a variant is made from, and that is shown until the variant is made.
        view: How a variant differs from it.
    """

    id: str
    kinds: frozenset[PlaceKind]
    drawing: str
    is_night: bool = False
    is_interior: bool = False
    is_lit: bool = True
    views: int = 2
    base: Scene | None = None
    view: View | None = None

    def variant(self, number: int) -> Scene:
        """The scene as the camera `VIEWS[number]` sees it."""
        return replace(self, id=f"{self.id}_{number + 2}", views=0, base=self, view=VIEWS[number])

    def drawn(self) -> Drawing:
        """The drawing; imports its module, so only workers need the drawing code."""
        module, name = self.drawing.split(":")
        found = getattr(importlib.import_module(f"console.center.clips.scenes.{module}"), name)
        return cast(Drawing, found())


def _scene(
    name: str,
    drawing: str,
    kinds: str,
    views: int = 2,
    *,
    night: bool = False,
    interior: bool = False,
    lit: bool = True,
) -> Scene:
    return Scene(name, frozenset(PlaceKind(kind) for kind in kinds.split()), drawing, night, interior, lit, views)


SCENES: tuple[Scene, ...] = (
    _scene("dark_street", "streets:DarkStreet", "street crossing yard park parking", night=True, lit=False),
    _scene("hospital", "yards:HospitalEntrance", "hospital"),
    _scene("snowy_park", "open_air:SnowyAlley", "park", 1),
    _scene("lit_street", "streets:LitStreet", "street crossing yard", 3, night=True),
    _scene("school", "yards:SchoolEntrance", "school", 1),
    _scene("yard", "yards:Playground", "yard park", 3),
    _scene("underpass", "interiors:Underpass", "underpass", interior=True),
    _scene("shop", "interiors:Shop", "shop", 3, interior=True),
    _scene("mountain_road", "streets:MountainRoad", "street park", 2),
    _scene("parking", "yards:CarPark", "parking market shop", 3),
    _scene("station", "station:Platform", "station", 1),
    _scene("fire_drill", "yards:FireDrill", "school", 1),
    _scene("airport", "interiors:AirportHall", "airport station", interior=True),
    _scene("market", "open_air:MarketRows", "market", 1),
    _scene("crossing_day", "crossing:DayCrossing", "crossing street", 5),
    _scene("crossing_night", "crossing:NightCrossing", "crossing street parking station", 3, night=True),
)
"""In the order in which they are made: the quick ones first, so that a wall fills early."""

VARIANTS: tuple[Scene, ...] = tuple(
    scene.variant(number) for number in range(len(VIEWS)) for scene in SCENES if number < scene.views
)
"""In the order in which they are made, after all scenes: the first of each, then the second."""

PANORAMAS: tuple[Scene, ...] = (
    _scene("square_day", "square:DaySquare", "", 0),
    _scene("square_night", "square:NightSquare", "", 0, night=True),
)
"""What cameras that turn see a part of; they have no sub and main streams, but one picture of all that is around."""

LOOKS = SCENES + VARIANTS
"""All that a camera may show."""


def scene_for(
    camera_id: str,
    place_kind: PlaceKind,
    *,
    is_night: bool = False,
    is_lit: bool = True,
    among: Sequence[Scene] = LOOKS,
) -> Scene:
    """The scene or variant a camera shows: always the same, and another than its neighbour's where there is a choice.

    Args:
        camera_id: Ids that end in consecutive numbers go through the fitting scenes in turn.
        place_kind: What the camera looks at.
        is_night: Whether it is dark outside.
        is_lit: Whether the street lighting there works.
        among: The scenes to choose from; the order matters.
    """
    fitting = [scene for scene in among if place_kind in scene.kinds]
    hour = [scene for scene in fitting if scene.is_interior or scene.is_night == is_night]
    if is_night and hour:
        hour = [scene for scene in hour if scene.is_interior or scene.is_lit == is_lit] or hour
    choice = hour or fitting or list(among)
    return choice[_number(camera_id) % len(choice)]


def _number(camera_id: str) -> int:
    """The number at the end of an id, else a checksum of it."""
    digits = camera_id[len(camera_id.rstrip("0123456789")) :]
    return int(digits) if digits else zlib.crc32(camera_id.encode())
