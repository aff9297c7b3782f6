"""Columns as wide as what they say in this language and font; a narrow pane does without some, none is cut off."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

PADDING = 24
"""Left and right of a cell and what a sort mark needs, pixels."""


def widths(table: QTableView, samples: Mapping[int, Iterable[str]]) -> dict[int, int]:
    """Width of each column: its title or the longest of its samples, with padding."""
    metrics = QFontMetrics(table.font())
    model = table.model()

    def needed(column: int, texts: Iterable[str]) -> int:
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        return max(metrics.horizontalAdvance(text) for text in (title, *texts)) + PADDING

    return {column: needed(column, texts) for column, texts in samples.items()}


def fit(table: QTableView, wanted: Mapping[int, int], give_up: Sequence[int], hidden: Sequence[int] = ()) -> None:
    """Set the widths; hide ``hidden``, and of ``give_up``, in order, as many as the table has no room for."""
    room = table.viewport().width()
    gone = list(hidden)
    for column in give_up:
        if sum(width for c, width in wanted.items() if c not in gone) <= room:
            break
        gone.append(column)
    for column, width in wanted.items():
        table.setColumnHidden(column, column in gone)
        table.horizontalHeader().resizeSection(column, width)
