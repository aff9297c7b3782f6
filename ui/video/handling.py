"""The walls as a whole: named layouts, tours, further windows; joined to panes, palette and notices."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from console.commands import Command, Menu
from console.language import N_, _, ngettext
from console.notices import Notices
from console.settings import Settings
from console.viewmodels import fuzzy
from console.viewmodels.actions import Actions
from console.viewmodels.consents import Consents
from console.viewmodels.listening import Listening
from console.viewmodels.status import StatusView
from console.viewmodels.tiles import VideoWall
from console.viewmodels.tours import Tours
from console.viewmodels.wall_layouts import NamedLayouts
from console.viewmodels.walls import Walls
from ui.named_menu import add_named
from ui.palette import Choice
from ui.undo import Undo
from ui.video import menus
from ui.video.actions import PANE, tile_commands
from ui.video.consent_actions import ConsentActions
from ui.video.named_layouts import LayoutListDialog, LayoutNameDialog
from ui.video.picture_actions import PictureActions
from ui.video.ptz_actions import PtzActions
from ui.video.ptz_hand import PtzHand
from ui.video.record_actions import record_commands
from ui.video.sound_actions import SoundActions
from ui.video.tour_actions import TourActions
from ui.video.wall import VideoPane

NAMED_TITLES = (
    N_("Named layout 1"),
    N_("Named layout 2"),
    N_("Named layout 3"),
    N_("Named layout 4"),
    N_("Named layout 5"),
    N_("Named layout 6"),
    N_("Named layout 7"),
    N_("Named layout 8"),
    N_("Named layout 9"),
)


class VideoHandling(QObject):
    """Everything about the walls that is more than one tile's; ``commands`` act on the wall that is used now.

    Args:
        walls: all of them.
        layouts: what the operator has named.
        tours: the operator's tours.
        status: says who the operator is.
        settings: where the folder for pictures is kept.
        notices: where it is told what was done, and what could not be.
        pane: the first wall's pane.
        listening: the sound of the focused tile; None where nothing can be listened to.
        consents: what owners have agreed to, with the way up; None where nobody changes that.
    """

    def __init__(
        self,
        walls: Walls,
        layouts: NamedLayouts,
        tours: Tours,
        status: StatusView,
        settings: Settings,
        notices: Notices,
        pane: VideoPane,
        listening: Listening | None = None,
        consents: tuple[Consents, Actions] | None = None,
    ) -> None:
        super().__init__(pane)
        self._walls, self._layouts, self._tours = walls, layouts, tours
        self._notices = notices
        self._panes: dict[VideoWall, VideoPane] = {}
        self._pane = pane
        self._undo = Undo(notices, "video.undo", PANE)
        self._consents = None if consents is None else ConsentActions(*consents, walls, self._undo, pane)
        self.tours = TourActions(tours, walls, notices, pane)
        self.pictures = PictureActions(walls, status, settings, notices, pane)
        self.commands = (
            *tile_commands(lambda: walls.active, self._ask_reason),
            *record_commands(lambda: walls.active),
            *(() if walls.active.ptz is None else PtzActions(walls.active.ptz, self._ptz_hand, pane).commands()),
            *(() if listening is None else SoundActions(listening, walls, notices).commands()),
            *(() if self._consents is None else self._consents.commands()),
            *self._own_commands(),
            *self.pictures.commands(),
            *self.tours.commands(),
        )
        self.adopt(pane)
        walls.closed.connect(self._panes.pop)
        layouts.removed.connect(partial(self._offer_back, layouts))
        tours.removed.connect(partial(self._offer_back, tours))

    def adopt(self, pane: VideoPane) -> None:
        """Let a pane know all commands, and hear what is done in it."""
        wall = pane.wall
        self._panes[wall] = pane
        pane.commands = self.commands
        pane.fill_menu = self._fill_menu
        pane.activated.connect(partial(self._walls.activate, wall))
        pane.hovered.connect(lambda index, is_over: self._tours.hover(wall.all_tiles[index], is_over=is_over))
        pane.drop_refused.connect(self._tell_pinned)
        wall.no_room.connect(self._tell_no_room)

    def found(self, typed: str) -> Iterator[Choice]:
        """Named layouts and tours for the palette, by name."""
        for index, layout in enumerate(self._layouts.items):
            if (fit := fuzzy.score(typed, layout.name) if typed else 0) is not None:
                yield Choice(layout.name, _("Named layout"), "layers", partial(self.show_layout, index), fit)
        for tour in self._tours.items:
            if (fit := fuzzy.score(typed, tour.name) if typed else 0) is not None:
                yield Choice(tour.name, _("Tour in the focused tile"), "follow", partial(self.tours.play, tour), fit)

    def _ptz_hand(self) -> PtzHand | None:
        return self._panes[self._walls.active].ptz_hand

    def show_layout(self, index: int) -> None:
        """Bring a named layout back on the wall that is used now."""
        if index < len(self._layouts.items):
            self._layouts.show(index, self._walls.active)

    def ask_layout_name(self) -> None:
        """Ask how the wall as it stands shall be called, then keep it."""
        dialog = LayoutNameDialog(self._layouts, self._pane.window())
        wall = self._walls.active
        dialog.accepted.connect(lambda: self._layouts.save(dialog.name_field.text(), wall))
        dialog.open()

    def _own_commands(self) -> Iterator[Command]:
        yield Command("video.layouts", N_("Layouts…"), self._popup_layouts, Menu.VIDEO, ("L",), pane=PANE)
        yield Command("video.tours", N_("Tours…"), self._popup_tours, Menu.VIDEO, ("T",), pane=PANE)
        yield Command("video.name_layout", N_("Name this layout…"), self.ask_layout_name, keys=("Ctrl+S",), pane=PANE)
        yield Command(
            "video.list_layouts",
            N_("Named layouts: rename and remove…"),
            lambda: LayoutListDialog(self._layouts, self._pane.window()).open(),
            enabled=lambda: bool(self._layouts.items),
            pane=PANE,
        )
        for index, title in enumerate(NAMED_TITLES):
            yield Command(
                f"video.named_{index + 1}",
                title,
                partial(self.show_layout, index),
                keys=(f"Alt+{index + 1}",),
                enabled=partial(self._has_layout, index),
                pane=PANE,
            )
        yield self._undo.command
        yield Command(
            "video.new_wall",
            N_("Another wall in a window of its own"),
            self._walls.add,
            Menu.VIDEO,
            ("W",),
            enabled=lambda: self._walls.can_open_more,
            pane=PANE,
        )
        yield Command(
            "video.close_wall",
            N_("Close this wall"),
            lambda: self._walls.remove(self._walls.active),
            Menu.VIDEO,
            ("Ctrl+W",),
            enabled=lambda: self._walls.active is not self._walls.first,
            pane=PANE,
        )

    def _has_layout(self, index: int) -> bool:
        return index < len(self._layouts.items)

    def _fill_menu(self, menu: QMenu) -> None:
        """The context menu of any pane: what can be done with the tile, then layouts and tours."""
        elsewhere = ("video.tour", "video.layouts")
        menus.add_commands(menu, (c for c in self.commands if c.menu is not None and not c.id.startswith(elsewhere)))
        menu.addSeparator()
        self._fill_layouts(menu.addMenu(_("Layout")))
        self.tours.fill(menu.addMenu(_("Tour")))

    def _fill_layouts(self, menu: QMenu) -> None:
        wall = self._walls.active
        menus.add_layouts(menu, wall)
        menus.add_commands(menu, self._of("video.divide_across", "video.divide_down", "video.take_away"))
        menu.addSeparator()
        add_named(menu, self._layouts, self.show_layout, "Alt+")
        menus.add_commands(menu, self._of("video.name_layout", "video.list_layouts"))

    def _of(self, *ids: str) -> Iterable[Command]:
        return (command for command in self.commands if command.id in ids)

    def _popup_layouts(self) -> None:
        self._popup(self._fill_layouts)

    def _popup_tours(self) -> None:
        self._popup(self.tours.fill)

    def _popup(self, fill: Callable[[QMenu], None]) -> None:
        """A menu in the middle of the focused tile, for the keys."""
        pane = self._panes[self._walls.active]
        menu = QMenu(pane)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu)
        view = pane.views[pane.wall.focused]
        menu.popup(view.mapToGlobal(view.rect().center()))

    def _ask_reason(self, index: int) -> None:
        self._panes[self._walls.active].ask_reason(index)

    def _offer_back(self, named: NamedLayouts | Tours, name: str) -> None:
        text = _("“{name}” was removed. Ctrl+Z in the video brings it back.")
        self._undo.offer(text.format(name=name), named.bring_back)

    def _tell_pinned(self) -> None:
        self._notices.info(_("This tile is pinned. Unpin it first (P)."), key="video-room")

    def _tell_no_room(self, count: int) -> None:
        text = ngettext(
            "{n} camera was not opened: every tile is pinned, focused or at a P1 alarm.",
            "{n} cameras were not opened: every tile is pinned, focused or at a P1 alarm.",
            count,
        )
        self._notices.warning(text.format(n=count), key="video-room")
