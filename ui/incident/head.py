"""The head of the card: what it is, where, since when, how it stands, and all that can be done with it."""

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from console.domain.incidents import INTERRUPTED, Incident, IncidentStatus
from console.language import _
from console.viewmodels import place_words, words
from console.viewmodels.places import called
from ui import icons
from ui.elided import ElidedLabel
from ui.marks import priority_pixmap


class Head(QWidget):
    """Two lines; the status is a menu of what follows it, the dots one of all else."""

    def __init__(self) -> None:
        super().__init__()
        self.back = QToolButton()
        self._mark = QLabel()
        self._title = ElidedLabel()
        self._title.setObjectName("title")
        self._place = ElidedLabel()
        self._place.setObjectName("muted")
        self._age = QLabel()
        self._age.setObjectName("muted")
        self._status = QPushButton()
        self._status.setProperty("menu", "true")
        menu = QMenu(self)
        self.hold, self.resolve = menu.addAction(""), menu.addAction("")
        menu.addSeparator()
        self.finish, self.reopen = menu.addAction(""), menu.addAction("")
        self._status.setMenu(menu)
        self.more = QToolButton(popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self.restyle()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._title)
        first.addWidget(self._age)
        first.addStretch()
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addLayout(first)
        said.addWidget(self._place)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self._mark)
        row.addLayout(said, 1)
        row.addWidget(self._status)
        row.addWidget(self.more)

    def offer(self, actions: Iterable[QAction]) -> None:
        """What the menu behind the dots holds."""
        menu = QMenu(self)
        menu.addActions(list(actions))
        self.more.setMenu(menu)

    def restyle(self) -> None:
        """The theme has changed."""
        self.back.setIcon(icons.icon("back"))
        self.more.setIcon(icons.icon("more"))

    def retranslate(self) -> None:
        """Say every word anew."""
        self.back.setToolTip(_("Back to the open incidents"))
        self.back.setAccessibleName(self.back.toolTip())
        self.more.setToolTip(_("More that can be done with the incident"))
        self.more.setAccessibleName(self.more.toolTip())
        self._status.setAccessibleName(_("Status of the incident"))
        self.resolve.setText(_("Mark as resolved"))
        self.finish.setText(_("Close the incident…"))
        self.reopen.setText(_("Reopen the incident…"))

    def show_incident(self, incident: Incident, age: str, *, is_pending: bool) -> None:
        """Show how an incident stands."""
        self._mark.setPixmap(priority_pixmap(incident.priority, 24, self.devicePixelRatioF(), filled=incident.is_open))
        self._title.say(words.incident_title(incident))
        self._age.setText(age)
        place = called(incident.place, incident.lon, incident.lat)
        self._place.say(*place_words.with_district(place, words.district(incident.district)))
        end = incident.disposition
        status = words.word(incident.status) if end is None else words.word(end)
        if incident.merged_into:
            status = _("Goes on in {incident}").format(incident=incident.merged_into)
        self._status.setText(_("Sending…") if is_pending else status)
        self._status.setEnabled(not is_pending and not incident.merged_into)
        self.hold.setText(_("Resume") if incident.status in INTERRUPTED else _("Put on hold"))
        self.resolve.setEnabled(incident.status is not IncidentStatus.RESOLVED)
        for action in (self.hold, self.resolve, self.finish):
            action.setVisible(incident.is_open)
        self.reopen.setVisible(not incident.is_open)
