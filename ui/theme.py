"""How the console looks: dark slate, light and high contrast; one font, a 4 px grid, saturated colour for alarms alone.

Greys carry everything that is normal (ISA-101, EEMUA 201). Text stands at 4.5 : 1 or better on every surface it is
drawn on (WCAG 2.2 AA); a test reckons it for each theme.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template

from msgspec import Struct
from msgspec.structs import asdict
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from console import paths
from console.domain.alarms import Priority
from console.language import N_

GRID = 4
"""All distances are multiples of this, pixels."""

FONTS = ("Inter", "Noto Sans", "Segoe UI", "Open Sans", "Roboto", "DejaVu Sans")
"""The first that is installed is used; DejaVu Sans is what a Debian surely has."""


class Theme(Struct, frozen=True):
    """Colours by what they are for, ``#rrggbb``."""

    id: str
    title: str
    window: str
    panel: str
    raised: str
    hover: str
    selected: str
    line: str
    text: str
    muted: str
    focus: str
    p1: str
    p2: str
    p3: str
    p4: str
    on_mark: str
    stale: str
    """What is old or broken: an abnormal state of the console itself."""

    def color(self, name: str) -> QColor:
        """A colour by its field's name."""
        return QColor(getattr(self, name))

    def priority(self, priority: Priority) -> QColor:
        """The colour of an alarm's mark."""
        return QColor((self.p1, self.p2, self.p3, self.p4)[priority - 1])


DARK = Theme(
    id="dark",
    title=N_("Dark"),
    window="#14191f",
    panel="#1b2128",
    raised="#242c35",
    hover="#222a33",
    selected="#2f3d4c",
    line="#303a45",
    text="#d6dde5",
    muted="#9eabba",
    focus="#8fa8c2",
    p1="#ff5a4f",
    p2="#ff9f2e",
    p3="#f5d547",
    p4="#8cb8e0",
    on_mark="#10151a",
    stale="#ffb454",
)
LIGHT = Theme(
    id="light",
    title=N_("Light"),
    window="#dfe3e8",
    panel="#f3f5f7",
    raised="#e6eaee",
    hover="#e9edf1",
    selected="#c9d6e4",
    line="#c2cad3",
    text="#1c242d",
    muted="#4d5a68",
    focus="#3d5f83",
    p1="#c4161c",
    p2="#a64300",
    p3="#7a5c00",
    p4="#2b5f91",
    on_mark="#ffffff",
    stale="#974000",
)
HIGH_CONTRAST = Theme(
    id="high_contrast",
    title=N_("High contrast"),
    window="#000000",
    panel="#000000",
    raised="#1a1a1a",
    hover="#262626",
    selected="#0b3d66",
    line="#8a8a8a",
    text="#ffffff",
    muted="#dddddd",
    focus="#ffffff",
    p1="#ff6b61",
    p2="#ffab40",
    p3="#ffee58",
    p4="#9fd0ff",
    on_mark="#000000",
    stale="#ffcf5c",
)
THEMES = {theme.id: theme for theme in (DARK, LIGHT, HIGH_CONTRAST)}

_current = DARK


def current() -> Theme:
    """The theme in use."""
    return _current


@contextmanager
def worn(theme_id: str) -> Iterator[None]:
    """What is painted meanwhile is painted in another theme; the application keeps its own."""
    global _current
    before, _current = _current, THEMES[theme_id]
    try:
        yield
    finally:
        _current = before


def apply(app: QApplication, theme_id: str) -> None:
    """Dress the whole application. Raises KeyError for an unknown theme."""
    global _current
    _current = THEMES[theme_id]
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font())
    app.setPalette(_palette(_current))
    sheet = Template((paths.RESOURCES / "theme" / "kuzet.qss").read_text(encoding="utf-8"))
    app.setStyleSheet(sheet.substitute(asdict(_current), icons=(paths.RESOURCES / "icons").as_posix()))


def font(points: float = 9.5, *, bold: bool = False) -> QFont:
    """The console's one font, with digits of equal width."""
    installed = set(QFontDatabase.families())
    family = next((name for name in FONTS if name in installed), "sans-serif")
    made = QFont(family)
    made.setPointSizeF(points)
    made.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2, relative luminance of sRGB)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    made = QColor(color)
    red, green, blue = (_linear(c) for c in (made.redF(), made.greenF(), made.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for roles, name in (
        ((role.Window, role.Light, role.Midlight), "window"),
        ((role.Base, role.AlternateBase), "panel"),
        ((role.Button, role.ToolTipBase, role.Mid), "raised"),
        (
            (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.HighlightedText, role.BrightText),
            "text",
        ),
        ((role.PlaceholderText,), "muted"),
        ((role.Highlight,), "selected"),
        ((role.Link, role.LinkVisited, role.Accent), "focus"),
        ((role.Dark, role.Shadow), "line"),
    ):
        for one in roles:
            made.setColor(one, theme.color(name))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, theme.color("muted").darker(130))
    return made
