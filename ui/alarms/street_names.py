"""Where the names of streets stand in a small picture: along the longest straight stretch that is free."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetrics, QPolygonF

from console.viewmodels import place_words

STRAIGHT = 0.12
"""A stretch goes on as long as it turns by less (radians)."""

SPOTS = (0.5, 0.35, 0.65, 0.2, 0.8, 0.0, 1.0)
"""Where on its stretch a name may stand."""

PAD = 4.0
Stretch = tuple[QPointF, QPointF]
Street = tuple[str, str, Sequence[list[QPointF]]]
"""A street's name, its class, and its lines in pixels."""


class Name(Struct, frozen=True):
    """A name and where its middle stands; ``angle`` in radians clockwise, never upside down."""

    text: str
    kind: str
    middle: QPointF
    angle: float


def placed(
    streets: Iterable[Street],
    frame: QRectF,
    metrics: QFontMetrics,
    taken: list[QPolygonF],
    marks: Sequence[QPolygonF] = (),
) -> Iterator[Name]:
    """The names that fit, in the order given; each street once.

    Nothing is written over what is ``taken``, to which each name is added; over ``marks`` only where there is no other
    room, since they are drawn above it.
    """
    named: set[str] = set()
    for full, kind, lines in streets:
        if not full or full in named:
            continue
        stretches = sorted((s for line in lines for s in _stretches(line, frame)), key=_length, reverse=True)
        for kept_free in ([*taken, *marks], taken):
            if (found := _place(full, kind, stretches, frame, metrics, kept_free)) is not None:
                name, box = found
                named.add(full)
                taken.append(box)
                yield name
                break


def _place(
    full: str,
    kind: str,
    stretches: Sequence[Stretch],
    frame: QRectF,
    metrics: QFontMetrics,
    kept_free: Sequence[QPolygonF],
) -> tuple[Name, QPolygonF] | None:
    """The longest form of a name that has room, and the box it covers."""
    for text in place_words.shorter(full):
        width = metrics.horizontalAdvance(text) + 2 * PAD
        for start, end in stretches:
            if _length((start, end)) < width:
                break
            angle = _upright(atan2(end.y() - start.y(), end.x() - start.x()))
            for spot in SPOTS:
                middle = _held(start + (end - start) * spot, start, end, width / 2)
                box = _box(middle, angle, width, metrics.height())
                if _is_within(box, frame) and not any(box.intersects(other) for other in kept_free):
                    return Name(text, kind, middle, angle), box
    return None


def _stretches(line: list[QPointF], frame: QRectF) -> Iterator[Stretch]:
    """The straight parts of a line within the frame."""
    start: QPointF | None = None
    end = heading = None
    for a, b in pairwise(line):
        part = clipped(a, b, frame)
        if part is None:
            if start is not None and end is not None:
                yield start, end
            start = None
            continue
        turn = atan2(b.y() - a.y(), b.x() - a.x())
        goes_on = start is not None and heading is not None and abs(_turned(turn - heading)) < STRAIGHT
        if not goes_on:
            if start is not None and end is not None:
                yield start, end
            start, heading = part[0], turn
        end = part[1]
    if start is not None and end is not None:
        yield start, end


def clipped(a: QPointF, b: QPointF, frame: QRectF) -> Stretch | None:
    """The part of a line within a frame (Liang and Barsky, 1984)."""
    d, first, last = b - a, 0.0, 1.0
    for step, room in (
        (-d.x(), a.x() - frame.left()),
        (d.x(), frame.right() - a.x()),
        (-d.y(), a.y() - frame.top()),
        (d.y(), frame.bottom() - a.y()),
    ):
        if step == 0:
            if room < 0:
                return None
            continue
        at = room / step
        first, last = (max(first, at), last) if step < 0 else (first, min(last, at))
    return (a + d * first, a + d * last) if first < last else None


def _held(middle: QPointF, start: QPointF, end: QPointF, half: float) -> QPointF:
    """A middle from which ``half`` the name's width stays on its stretch to both sides."""
    whole = _length((start, end))
    along = min(max(_length((start, middle)), half), whole - half)
    return start + (end - start) * (along / whole)


def _box(middle: QPointF, angle: float, width: float, height: float) -> QPolygonF:
    along, across = QPointF(cos(angle), sin(angle)) * (width / 2), QPointF(-sin(angle), cos(angle)) * (height / 2)
    return QPolygonF(
        [middle - along - across, middle + along - across, middle + along + across, middle - along + across]
    )


def _is_within(box: QPolygonF, frame: QRectF) -> bool:
    return frame.contains(box.boundingRect())


def _length(stretch: Stretch) -> float:
    start, end = stretch
    return hypot(end.x() - start.x(), end.y() - start.y())


def _turned(angle: float) -> float:
    return (angle + pi) % (2 * pi) - pi


def _upright(angle: float) -> float:
    """The same direction or its opposite, whichever is not upside down."""
    return angle - pi if angle > pi / 2 else angle + pi if angle <= -pi / 2 else angle
