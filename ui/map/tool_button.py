"""The tools of the map as one button: its picture is the tool in hand, its menu has them all."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from console.language import _
from console.viewmodels.map_tools import DRAWING, TITLES, MapTools, Tool
from console.viewmodels.map_zones import MapZones
from ui import icons
from ui.map.view_bar import bar_button
from ui.translation import Retranslated

KEYS = {
    Tool.HAND: "Esc",
    Tool.BOX: "X",
    Tool.LASSO: "L",
    Tool.DISTANCE: "M",
    Tool.AREA: "Shift+M",
    Tool.CORDON: "C",
    Tool.GEOFENCE: "G",
}
"""The key of each tool in the map's pane."""


class ToolButton(Retranslated, QWidget):
    """A press opens the menu."""

    def __init__(self, tools: MapTools, zones: MapZones) -> None:
        super().__init__()
        self._tools, self._zones = tools, zones
        self.button = bar_button()
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.clicked.connect(self.open_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        tools.changed.connect(self._look)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.button.setText(_("Tools"))
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Another palette means another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "button"):
            self._look()

    def open_menu(self) -> None:
        """Show all tools under the button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for tool, title in TITLES.items():
            if tool in DRAWING and not self._zones.may_draw:
                continue
            action = menu.addAction(icons.icon(tool), f"{_(title)}\t{KEYS[tool]}")
            action.triggered.connect(lambda _checked=False, tool=tool: self._tools.use(tool))
        menu.addSeparator()
        clear = menu.addAction(_("Remove all measurements"))
        clear.setEnabled(bool(self._tools.measurements))
        clear.triggered.connect(self._tools.clear)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _look(self) -> None:
        tool = self._tools.tool
        name = _(TITLES[tool]) if tool in TITLES else _("Change a zone")
        self.button.setIcon(icons.icon(tool if tool in TITLES else Tool.HAND))
        self.button.setProperty("switch", tool is not Tool.HAND)
        self.button.setToolTip(_("Tool: {name}").format(name=name))
        self.button.setAccessibleName(self.button.toolTip())
        _polish(self.button)


def _polish(button: QToolButton) -> None:
    button.style().unpolish(button)
    button.style().polish(button)
