"""Layouts that are filled anew."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout, QWidget


def empty(layout: QLayout, keep: Sequence[QWidget] = ()) -> None:
    """Take everything out of a layout; what is not to be kept goes, as soon as it may (it may be what was pressed)."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            empty(inner, keep)
            inner.deleteLater()
        if (widget := item.widget()) is not None and widget not in keep:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
