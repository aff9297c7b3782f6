"""The crossing as a camera on its mast sees it when it turns: more of it stands, to both sides."""

from __future__ import annotations

from dataclasses import replace

from console.center.clips.drawing.materials import facade, plain
from console.center.clips.drawing.stage import Stage
from console.center.clips.scenes.crossing import DayCrossing, NightCrossing
from console.center.clips.scenes.parts import street_lamp

MIDDLE = 45.0
"""The direction of the panorama's middle: over the crossing."""

BESIDE = (-9.5, -9.5)
"""The lamp that hangs beside the camera: it would glare into every picture."""


class DaySquare(DayCrossing):
    """By day."""

    lens = replace(DayCrossing.lens, yaw=MIDDLE)

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        super().build(stage)
        _sides(stage, self.lit_share)


class NightSquare(NightCrossing):
    """At night, in the rain."""

    lens = replace(DayCrossing.lens, yaw=MIDDLE)

    def build(self, stage: Stage) -> None:
        """Sets up what stands still."""
        super().build(stage)
        _sides(stage, self.lit_share)
        stage.halos[:] = [halo for halo in stage.halos if halo[0][:2] != BESIDE]


def _sides(stage: Stage, lit: float) -> None:
    brick, panel = plain("#a98a6c", 0.1, 2), plain("#b4b8b2", 0.08, 3)
    roof = plain("#777777")
    stage.box((-72, 40), (34, 30, 21), facade(brick, bay=3.2, storey=3.2, window=(1.6, 1.7), lit=lit), roof)
    stage.box((-75, 96), (40, 36, 30), facade(panel, bay=3, storey=3, window=(1.8, 1.5), lit=lit), roof)
    stage.box((78, -34), (36, 30, 18), facade(brick, bay=3.4, storey=3.3, window=(1.7, 1.8), lit=lit), roof)
    stage.box((84, -84), (40, 34, 34), facade(panel, bay=3, storey=3, window=(1.8, 1.5), lit=lit), roof)
    stage.box((36, -84), (30, 40, 16), facade(brick, bay=3.2, storey=3.2, window=(1.6, 1.7), lit=lit), roof)
    for x, y, height, seed in (
        (-24, 12.5, 9, 11),
        (-40, 12.5, 10, 12),
        (-56, 13, 9, 13),
        (12.5, -24, 9, 14),
        (12.5, -38, 10, 15),
        (56, -13, 9, 16),
        (70, -13.5, 10, 17),
        (24, -44, 8, 18),
    ):
        stage.tree(x, y, height, "#4a5f2c", seed=seed)
    for x, y in ((-30, 9.5), (30, -9.5), (56, -9.5)):
        street_lamp(stage, x, y, 2.2 if y < 0 else -2.2)
