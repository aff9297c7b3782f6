"""Why a pane is empty, said where its rows would stand; the view below keeps the keyboard."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel


class EmptyNote(QLabel):
    """Lies over a view's rows while there are none."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view.viewport())
        self._viewport = view.viewport()
        self._viewport.installEventFilter(self)
        self.setObjectName("muted")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setContentsMargins(24, 24, 24, 24)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str) -> None:
        """Say why; "" where there are rows."""
        self.setText(text)
        self.setVisible(bool(text))
        self.setGeometry(self._viewport.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the view."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._viewport.rect())
        return super().eventFilter(watched, event)
