"""The right half of the map's bar: back and forward, follow, the whole city, closer and farther."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from console.language import N_, _
from console.viewmodels.map_follow import MapFollow
from console.viewmodels.map_views import MapViews
from ui import icons
from ui.translation import Retranslated

_BUTTONS = {
    "back": N_("Back to the view before"),
    "forward": N_("Forward to the next view"),
    "follow": N_("Follow what is chosen"),
    "whole_city": N_("Whole city"),
    "farther": N_("Farther"),
    "closer": N_("Closer"),
}
"""Icon and words of each, in their order."""


def bar_button() -> QToolButton:
    """A quiet button for the map's bar."""
    button = QToolButton(autoRaise=True)
    button.setIconSize(QSize(icons.SIZE, icons.SIZE))
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


class ViewBar(Retranslated, QWidget):
    """Buttons that move the view. ``follow_pressed``: follow what is chosen, go on with it, or stop."""

    follow_pressed = Signal()

    def __init__(self, views: MapViews, follow: MapFollow) -> None:
        super().__init__()
        self._views, self._following = views, follow
        self._buttons = {name: bar_button() for name in _BUTTONS}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in self._buttons.values():
            row.addWidget(button)
        self._buttons["follow"].setCheckable(True)
        for name, pressed in (
            ("back", views.back),
            ("forward", views.forward),
            ("follow", self._press_follow),
            ("whole_city", views.home),
            ("farther", lambda: views.zoom_by(-1)),
            ("closer", lambda: views.zoom_by(1)),
        ):
            self._buttons[name].clicked.connect(lambda _checked=False, pressed=pressed: pressed())
        views.changed.connect(self._look)
        follow.changed.connect(self._look)
        self.retranslate()
        self.restyle()
        self._look()

    def retranslate(self) -> None:
        """Say every word anew."""
        for name, button in self._buttons.items():
            button.setToolTip(_(_BUTTONS[name]))
            button.setAccessibleName(_(_BUTTONS[name]))

    def restyle(self) -> None:
        """The theme has changed."""
        for name, button in self._buttons.items():
            button.setIcon(icons.icon(name))

    def changeEvent(self, event: QEvent) -> None:
        """Another palette means another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_buttons"):
            self.restyle()

    def _press_follow(self) -> None:
        self._look()  # the tick mark is the view model's, not the button's
        self.follow_pressed.emit()

    def _look(self) -> None:
        self._buttons["back"].setEnabled(self._views.can_go_back)
        self._buttons["forward"].setEnabled(self._views.can_go_forward)
        self._buttons["follow"].setChecked(self._following.is_on)
