"""The map pane: a slim bar, the map, and a quiet banner where what it shows is old."""

from functools import cached_property

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from console.clock import monotonic
from console.language import _
from console.viewmodels import coverage_gaps, hot_spots, words
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_bases import MapBases
from console.viewmodels.map_legend import Group
from console.viewmodels.map_tools import Tool
from ui import icons, theme
from ui.map.actions import map_commands
from ui.map.base_choice import BaseChoice
from ui.map.card import Corner
from ui.map.card_link import CardLink
from ui.map.follow_sign import FollowSign
from ui.map.gaps_card import GapCard
from ui.map.hot_spots_card import HotSpotCard
from ui.map.layer_panel import LayerPanel, hidden_words
from ui.map.passport import PassportCard
from ui.map.tool_button import ToolButton
from ui.map.view_bar import ViewBar, bar_button
from ui.map.web import MapWeb
from ui.translation import Retranslated

CRASHES_AT_MOST = 3
CRASH_WINDOW_S = 30.0
"""A page that dies more often than this is not loaded again: something is wrong that a reload does not mend."""


class MapPane(Retranslated, QWidget):
    """The map. It remembers nothing itself: view and layers are the view model's.

    ``corner`` is where a card about something on the map opens (a child of ``web``). Cards and the panel of the layers
    are made when they are first wanted: the page does not come to the screen before the window's thread is free.

    Args:
        city_map: the view model, with the page's source behind it.
    """

    bookmarks_pressed = Signal()

    def __init__(self, city_map: CityMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._map = city_map
        self._crashes: list[float] = []
        self._has_ended = False
        self.commands = map_commands(city_map, self.leave)
        self.web = MapWeb(city_map, self)
        self.web.map_page.renderProcessTerminated.connect(self._page_died)
        self.web.load_map()  # the page is on its way while the rest of the pane is made
        self.corner = Corner(self.web)
        city_map.passports.changed.connect(lambda: self.passport)
        self._follow_sign = FollowSign(city_map.follow, self.web)
        self._banner = QLabel(self.web, alignment=Qt.AlignmentFlag.AlignCenter)
        self._banner.setObjectName("mapBanner")
        self._banner.hide()
        city_map.layers.switched.connect(self._open_card)
        self._make_bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar)
        column.addWidget(self.web, 1)
        self.setFocusProxy(self.web)
        city_map.tools.changed.connect(self._take_keys)
        city_map.layers.stale_changed.connect(self._tell_age)
        city_map.layers.counted.connect(self._tell_filter)
        self.retranslate()
        self.restyle()

    @cached_property
    def passport(self) -> PassportCard:
        """The card of what was chosen on the map; it comes and goes by itself."""
        return PassportCard(self._map.passports, self._map.views, self.corner, self.web)

    @cached_property
    def hot_spots(self) -> HotSpotCard:
        """The card of that layer."""
        return HotSpotCard(self._map.hot_spots, self._map.views, self.web)

    @cached_property
    def gaps(self) -> GapCard:
        """The card of that layer."""
        return GapCard(self._map.gaps, self._map.views, self.web)

    @cached_property
    def panel(self) -> LayerPanel:
        """The layers, and with them what opens the cards of surfaces and chooses the ground."""
        layers = self._map.layers
        panel = LayerPanel(layers, self)
        for layer, card in ((hot_spots.LAYER, self.hot_spots), (coverage_gaps.LAYER, self.gaps)):
            panel.add(Group.CITY, CardLink(card, self.corner, layers, layer, panel))
        if isinstance(bases := self._map.page.features.get("bases"), MapBases):
            panel.add(Group.GROUND, BaseChoice(bases, panel))
        return panel

    @property
    def requests_outside(self) -> int:
        """Requests that wanted to leave the program since the start; each was stopped."""
        return self.web.gate.requests_outside

    def leave(self) -> None:
        """Lay the tool down; with none in hand close the card."""
        if self._map.tools.tool is not Tool.HAND:
            self._map.tools.use(Tool.HAND)
        elif self.corner.card is not None:
            self.corner.card.hide()

    def picture(self) -> QPixmap:
        """What the map shows now, in the screen's pixels, without the cards and signs that lie over it."""
        page = self.web.focusProxy()
        return page.grab() if page else self.web.grab()

    def retranslate(self) -> None:
        """Say every word anew."""
        self._districts_button.setText(_("Districts"))
        self.bookmarks_button.setToolTip(_("Bookmarks"))
        self.bookmarks_button.setAccessibleName(_("Bookmarks"))
        self.web.setAccessibleName(_("Map"))
        self._tell_age()
        self._tell_filter()

    def restyle(self) -> None:
        """The theme has changed."""
        for button, sign in self._signs.items():
            button.setIcon(icons.icon(sign))
        look = theme.current()
        self._banner.setStyleSheet(
            f"#mapBanner {{ background: {look.raised}; color: {look.stale}; border: 1px solid {look.line};"
            " border-radius: 4px; padding: 4px 12px; }"
        )
        self.web.restyle()
        self._map.page.set_priority_colors((look.p1, look.p2, look.p3, look.p4))

    def changeEvent(self, event: QEvent) -> None:
        """Another palette means another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_signs"):
            self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the banner in its place."""
        super().resizeEvent(event)
        self._place_banner()

    def _open_card(self, layer: str, is_on: bool) -> None:
        """The cards of hot spots and gaps come with their layers."""
        if is_on and layer in (hot_spots.LAYER, coverage_gaps.LAYER):
            self.corner.open(self.hot_spots if layer == hot_spots.LAYER else self.gaps)

    def _make_bar(self) -> None:
        self._layers_button = bar_button()
        self._layers_button.clicked.connect(lambda: self.panel.open_below(self._layers_button))
        self._districts_button = bar_button()
        self._districts_button.clicked.connect(self._open_districts)
        self._hidden = QPushButton(flat=True)
        self._hidden.setObjectName("hiddenAlarms")
        self._hidden.clicked.connect(self._map.layers.show_emergencies)
        self._tools = ToolButton(self._map.tools, self._map.zones)
        self.bookmarks_button = bar_button()
        self.bookmarks_button.clicked.connect(self.bookmarks_pressed)
        self.view_bar = ViewBar(self._map.views, self._map.follow)
        self._signs = {
            self._layers_button: "layers",
            self._districts_button: "districts",
            self.bookmarks_button: "bookmark",
        }
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(4, 4, 4, 4)
        self._bar.setSpacing(4)
        for button in (self._layers_button, self._districts_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._bar.addWidget(button)
        self._bar.addWidget(self._tools)
        self._bar.addWidget(self.bookmarks_button)
        self._bar.addWidget(self._hidden)
        self._bar.addStretch()
        self._bar.addWidget(self.view_bar)

    def _take_keys(self) -> None:
        """A tool wants the keyboard, wherever it was taken from."""
        if self._map.tools.tool is not Tool.HAND:
            self.web.setFocus()

    def _open_districts(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code in sorted(words.DISTRICTS, key=words.district):
            action = menu.addAction(words.district(code))
            action.triggered.connect(lambda _checked=False, code=code: self._map.views.fly_to_district(code))
        menu.popup(self._districts_button.mapToGlobal(QPoint(0, self._districts_button.height())))

    def _tell_filter(self) -> None:
        """A filter is never forgotten, and never keeps silent about an emergency it hides."""
        layers = self._map.layers
        self._layers_button.setText(_("Layers · filtered") if layers.filter.is_filtering else _("Layers"))
        hidden = layers.hidden_emergencies
        self._hidden.setVisible(hidden > 0)
        self._hidden.setText(_("P1 hidden: {n}").format(n=hidden))
        self._hidden.setToolTip(hidden_words(hidden))

    def _tell_age(self) -> None:
        text = self._map.layers.stale
        if self._has_ended:
            text = _("The map has stopped working. Restart the console to bring it back.")
        self._banner.setText(text)
        self._banner.setVisible(bool(text))
        self._place_banner()

    def _place_banner(self) -> None:
        self._banner.adjustSize()
        self._banner.move((self.web.width() - self._banner.width()) // 2, 12)
        self._banner.raise_()

    def _page_died(self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        """Bring the page back, with the same view and layers, unless it keeps dying."""
        if status is QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        self._map.page.load_starts()
        now = monotonic()
        self._crashes = [at for at in self._crashes if now - at < CRASH_WINDOW_S] + [now]
        if len(self._crashes) <= CRASHES_AT_MOST:
            QTimer.singleShot(0, self.web.load_map)
            return
        self._has_ended = True
        self._tell_age()
