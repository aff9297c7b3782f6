"""Notices in the empty half of the menu's row: they never push a pane aside, and stay until dismissed or over."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from console.language import _
from console.notices import Level, Notice, Notices
from console.viewmodels.plain import tip
from ui import icons
from ui.elided import ElidedLabel
from ui.translation import Retranslated

INFO_STAYS_MS = 10_000
"""A notice that asks for nothing and has no end of its own goes by itself."""

_WEIGHT = {Level.ERROR: 0, Level.WARNING: 2, Level.INFO: 3}
_WEIGHT_OF_WORK = 1
"""Long work stands before warnings: it is over soon, and they come back."""


class NoticeBar(Retranslated, QWidget):
    """Shows the weightiest notice, and how many wait behind it."""

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._waiting: list[Notice] = []
        self._text = ElidedLabel()
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=1000)
        self._progress.setFixedWidth(120)
        self._behind = QLabel()
        self._behind.setObjectName("muted")
        self._copy, self._dismiss = QToolButton(), QToolButton()
        self._copy.clicked.connect(self.copy)
        self._dismiss.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        for widget in (self._progress, self._behind, self._copy, self._dismiss):
            row.addWidget(widget)
        self.retranslate()
        notices.listen(self._hear)

    @property
    def shown(self) -> Notice | None:
        """The notice on screen: the weightiest, of those the newest."""
        return min(reversed(self._waiting), key=_weight, default=None)

    def dismiss(self) -> None:
        """Take the shown notice away."""
        if (shown := self.shown) is not None:
            self._waiting.remove(shown)
            self._show()

    def copy(self) -> None:
        """Put the shown notice with its details on the clipboard."""
        if (shown := self.shown) is not None:
            QGuiApplication.clipboard().setText(f"{shown.text}\n{shown.details}".strip())

    def retranslate(self) -> None:
        """Say every word anew (a notice keeps the language it was told in)."""
        self._copy.setToolTip(_("Copy with details"))
        self._copy.setAccessibleName(self._copy.toolTip())
        self._dismiss.setToolTip(_("Dismiss"))
        self._dismiss.setAccessibleName(self._dismiss.toolTip())
        self.restyle()
        self._show()

    def restyle(self) -> None:
        """The theme has changed."""
        self._copy.setIcon(icons.icon("copy", color="muted"))
        self._dismiss.setIcon(icons.icon("close", color="muted"))

    def _hear(self, notice: Notice | None, key: str) -> None:
        if key:
            self._waiting = [n for n in self._waiting if n.key != key]
        if notice is not None:
            self._waiting.append(notice)
            if notice.level is Level.INFO and not notice.key:
                QTimer.singleShot(INFO_STAYS_MS, self, lambda: self._expire(notice))
        self._show()

    def _expire(self, notice: Notice) -> None:
        self._waiting = [n for n in self._waiting if n is not notice]
        self._show()

    def _show(self) -> None:
        shown = self.shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        self._text.say(shown.text)
        self._text.setToolTip(tip(f"{shown.text}\n{shown.details}".strip()))
        self._text.setAccessibleName(shown.text)
        self._text.setProperty("tone", str(shown.level))
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self._progress.setVisible(shown.progress is not None)
        self._progress.setValue(round((shown.progress or 0) * 1000))
        self._copy.setVisible(shown.level is not Level.INFO)
        behind = len(self._waiting) - 1
        self._behind.setVisible(behind > 0)
        self._behind.setText(f"+{behind}")


def _weight(notice: Notice) -> int:
    return _WEIGHT[notice.level] if notice.progress is None else min(_WEIGHT[notice.level], _WEIGHT_OF_WORK)
