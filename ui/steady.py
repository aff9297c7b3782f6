"""Words that change often in a place that stays: without it each new figure lays the whole window out anew.

Qt asks every layout up to the window when a widget's text changes, 15 ms with all panes; not for one of fixed size.
"""

from PySide6.QtWidgets import QWidget

STEP = 8
"""Widths go by so many pixels: a digit more seldom asks for another one."""


def steady(widget: QWidget) -> None:
    """Fix the size of a widget whose text has just changed, wide enough for it; narrower only by more than a step."""
    widget.ensurePolished()
    hint = widget.sizeHint()
    wanted = -(-hint.width() // STEP) * STEP
    is_fixed = widget.minimumWidth() == widget.maximumWidth()
    if not is_fixed or hint.height() != widget.height() or not wanted <= widget.width() <= wanted + STEP:
        widget.setFixedSize(wanted, hint.height())
