"""What lies under a row: it is chosen, or the pointer is over it."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from ui import theme


def paint_ground(painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
    """Fill the row's place where it is chosen or pointed at."""
    look = theme.current()
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, look.color("selected"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, look.color("hover"))
