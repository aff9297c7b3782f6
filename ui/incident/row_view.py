"""The list of one of the card's pages: rows that the keyboard walks through, each as high as its words."""

from typing import Generic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from console.viewmodels.row_list import AnyRow, RowList

SCROLL_BAR = 10
"""Room that is left for a scroll bar whether there is one or not, pixels: else words would wrap twice."""


class RowView(QListView, Generic[AnyRow]):
    """Rows of a ``RowList``."""

    def __init__(self, model: RowList[AnyRow]) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    @property
    def row(self) -> AnyRow | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._rows.at(index.row()) if index.isValid() else None

    @property
    def room(self) -> int:
        """Width of what a row says, pixels."""
        return self.width() - SCROLL_BAR
