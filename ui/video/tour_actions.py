"""Tours as commands and as a menu: played in the focused tile or over the wall, made, changed and taken away."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from console.commands import Command
from console.language import N_, _
from console.notices import Notices
from console.settings import Tour
from console.viewmodels import plain
from console.viewmodels.tour_play import TourPlay
from console.viewmodels.tours import Tours
from console.viewmodels.walls import Walls
from ui.video import menus
from ui.video.actions import PANE
from ui.video.tour_dialog import TourDialog, TourList


class TourActions:
    """What can be done with tours, on the wall that is used now."""

    def __init__(self, tours: Tours, walls: Walls, notices: Notices, window: QWidget) -> None:
        self._tours, self._walls, self._notices, self._window = tours, walls, notices, window

    def commands(self) -> Iterator[Command]:
        """Each of them, acting on the focused tile's tour."""
        for name, title, keys, act in (
            ("next", N_("Tour: next cameras"), "Alt+Right", TourPlay.next),
            ("previous", N_("Tour: cameras before"), "Alt+Left", TourPlay.previous),
        ):
            yield Command(
                f"video.tour_{name}",
                title,
                partial(self._do, act),
                keys=(keys,),
                enabled=self._plays,
                pane=PANE,
            )
        yield Command(
            "video.tour_hold",
            N_("Tour: hold"),
            self._hold,
            keys=("H",),
            enabled=self._plays,
            checked=self._is_held,
            pane=PANE,
        )
        yield Command(
            "video.tour_stop",
            N_("Tour: end"),
            lambda: self._tours.stop(self._walls.active.focused_tile),
            keys=("Shift+T",),
            enabled=self._plays,
            pane=PANE,
        )
        yield Command("video.tour_new", N_("Tour of these cameras…"), self.ask_new, pane=PANE)
        yield Command(
            "video.tour_list",
            N_("Tours: rename and remove…"),
            lambda: TourList(self._tours, self._window).open(),
            enabled=lambda: bool(self._tours.items),
            pane=PANE,
        )

    def fill(self, menu: QMenu) -> None:
        """Tours to play here, or over the wall; the commands that can be run; a way to change each."""
        for tour in self._tours.items:
            self._add(menu, tour, partial(self.play, tour))
        if self._tours.items:
            over = menu.addMenu(_("Over the whole wall"))
            change = menu.addMenu(_("Change"))
            for tour in self._tours.items:
                self._add(over, tour, partial(self.play, tour, is_over_wall=True))
                self._add(change, tour, partial(self._ask, tour))
            menu.addSeparator()
        menus.add_commands(menu, self.commands())

    def play(self, tour: Tour, *, is_over_wall: bool = False) -> None:
        """Play it in the focused tile, or over the wall; say so where nothing is left to it."""
        wall = self._walls.active
        tiles = () if is_over_wall else (wall.focused_tile,)
        if self._tours.play(tour, wall, tiles) is None:
            self._notices.warning(
                _("The tour “{name}” was not begun: the tiles are pinned.").format(name=tour.name), key="tour"
            )

    def ask_new(self) -> None:
        """Put a tour together, beginning with the cameras on the wall."""
        self._ask(Tour("", list(dict.fromkeys(filter(None, self._walls.active.cameras)))))

    def _ask(self, tour: Tour) -> None:
        dialog = TourDialog(tour, self._window)
        dialog.made.connect(self._tours.keep)
        dialog.open()

    @staticmethod
    def _add(menu: QMenu, tour: Tour, run: "partial[None]") -> None:
        action = menu.addAction(plain.entry(tour.name))
        action.triggered.connect(lambda _checked=False: run())

    def _of_focused(self) -> TourPlay | None:
        return self._tours.of(self._walls.active.focused_tile)

    def _plays(self) -> bool:
        return self._of_focused() is not None

    def _is_held(self) -> bool:
        play = self._of_focused()
        return play is not None and play.is_held

    def _do(self, act: Callable[[TourPlay], None]) -> None:
        if (play := self._of_focused()) is not None:
            act(play)

    def _hold(self) -> None:
        if (play := self._of_focused()) is not None:
            play.is_held = not play.is_held
