"""Lines of a card: a quiet heading, and things that can be pressed, each with a word beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from console.viewmodels.plain import entry
from ui import icons
from ui.elided import ElidedLabel


def add_heading(body: QBoxLayout, text: str, count: int | None = None) -> None:
    """A heading, with how many there are."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 6, 0, 0)
    label = ElidedLabel()
    label.setObjectName("groupTitle")
    label.say(text)
    row.addWidget(label, 1)
    if count is not None:
        number = QLabel(f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"))
        number.setObjectName("muted")
        row.addWidget(number)
    body.addLayout(row)


def add_thing(
    body: QBoxLayout, sign: str, title: str, note: str, press: Callable[[], object], *, is_tall: bool = False
) -> QPushButton:
    """A thing by its name, which is text whatever it holds; ``is_tall``: its note stands below it."""
    button = QPushButton(icons.icon(sign, color="muted"), entry(title), flat=True)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.setAccessibleDescription(note)
    button.clicked.connect(lambda: press())
    words = ElidedLabel()
    words.setObjectName("muted")
    words.say(note)
    if is_tall:
        under = QHBoxLayout()
        under.setContentsMargins(28, 0, 0, 2)
        under.addWidget(words)
        body.addWidget(button)
        body.addLayout(under)
        return button
    words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addWidget(words, 1)
    body.addLayout(row)
    return button
