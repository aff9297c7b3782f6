"""A wall's layout with its cameras and pins, as it is kept: named by the operator, or over a restart."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.settings import NamedLayout, Tiles
from console.viewmodels import layouts
from console.viewmodels.layouts import FREE, LAYOUTS, Cell, Layout
from console.viewmodels.named import NamedList
from console.viewmodels.tiles import VideoWall


def taken(wall: VideoWall) -> Tiles:
    """The wall as it stands."""
    cells = [(c.left, c.top, c.right, c.bottom) for c in wall.layout.lying] if wall.layout.id == FREE else []
    return Tiles(wall.layout.id, list(wall.cameras), cells, wall.pins)


def layout_of(tiles: Tiles) -> Layout | None:
    """The layout that was kept; None where this version has none of that id, or its cells are no layout."""
    if tiles.layout != FREE:
        return LAYOUTS.get(tiles.layout)
    try:
        return layouts.free([Cell(*cell) for cell in tiles.cells])
    except ValueError:
        return None


def show(wall: VideoWall, tiles: Tiles, is_known: Callable[[str], bool]) -> None:
    """Bring back what was kept; cameras that are no longer there leave their tile empty."""
    if (layout := layout_of(tiles)) is not None:
        wall.use_layout(layout)
    wall.restore([camera if is_known(camera) else "" for camera in tiles.cameras], tiles.pins)


class NamedLayouts(NamedList[NamedLayout]):
    """What the operator has named; the first nine have a key."""

    def __init__(self, is_known: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_known = is_known

    def save(self, name: str, wall: VideoWall) -> bool:
        """Keep the wall as it stands under a name; see ``keep``."""
        return self.keep(NamedLayout(name, taken(wall)))

    def show(self, index: int, wall: VideoWall) -> None:
        """Bring one back on a wall."""
        show(wall, self.items[index].tiles, self._is_known)
