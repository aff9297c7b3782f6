"""Another camera's view of a drawn scene: framed, graded and timed otherwise, made from the scene's finished clip.

Drawing a scene takes a hundred times as long as decoding it, so the looks that keep a wall from showing one picture
six times are cut from the clip that is there. A view leaves out the corner where that clip's clock is burnt in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.filter import Graph

from console.center.clips.drawing.motion import FRAME_RATE
from console.center.clips.transport import Clip

MARK_WIDTH, MARK_HEIGHT = 0.17, 0.125
"""Shares of a picture at its lower right that its clock takes up at most."""


@dataclass(frozen=True)
class View:
    """How another camera sees a scene.

    Attributes:
        left: Where its frame begins, as a share of the scene's picture.
        upper: The same from above.
        width: Share of the picture's width; less than all of it is a longer lens.
        height: Share of the picture's height; other than the width's, it is another angle.
        shift: Seconds later in the minute at which it shows everything, so that no two views show an event at once.
        is_mirrored: Whether left and right change places.
        gamma: Above 1 the middle tones are darker.
        saturation: 1 leaves colours as they are.
        warmth: Steps of chroma from blue to red.
        grain: Strength of the sensor's noise.
    """

    left: float
    upper: float
    width: float
    height: float
    shift: int
    is_mirrored: bool = False
    gamma: float = 1.0
    saturation: float = 1.0
    warmth: int = 0
    grain: int = 0

    def leaves_out_clock(self) -> bool:
        """Whether the clock of the scene's own clip is outside the frame."""
        return self.left + self.width <= 1 - MARK_WIDTH or self.upper + self.height <= 1 - MARK_HEIGHT


VIEWS: tuple[View, ...] = (
    View(0.00, 0.07, 0.80, 0.76, 23, is_mirrored=True, gamma=0.92, warmth=4, grain=4),
    View(0.13, 0.24, 0.70, 0.74, 41, gamma=1.12, saturation=0.8, warmth=-4, grain=6),
    View(0.26, 0.02, 0.74, 0.72, 11, is_mirrored=True, gamma=0.85, saturation=0.55, warmth=-1, grain=7),
    View(0.00, 0.16, 0.68, 0.71, 52, gamma=1.05, saturation=1.25, warmth=3, grain=3),
    View(0.13, 0.17, 0.70, 0.66, 33, is_mirrored=True, gamma=1.2, saturation=0.2, grain=8),
)
"""The cameras there are besides the one a scene is drawn for; the first ones differ most."""


def seen(stream: bytes, view: View) -> Iterator[av.VideoFrame]:
    """The pictures of a whole clip in another view: the first is the one shown at second 0 of the minute, unmarked."""
    clip = Clip(stream)
    begin = clip.seconds - view.shift % clip.seconds
    turned = b"".join(clip.second(number).data for number in range(begin, begin + clip.seconds))
    with av.open(io.BytesIO(turned), "r", format="mpegts") as container:
        video = container.streams.video[0]
        video.thread_count = 1
        graph = _graph(view, video.width, video.height)
        for picture in container.decode(video):
            graph.vpush(picture)
            yield graph.vpull()


def _graph(view: View, width: int, height: int) -> Graph:
    """The chain of ffmpeg's filters that makes a view."""
    left, wide = (round(share * width / 2) * 2 for share in (view.left, view.width))
    upper, high = (round(share * height / 2) * 2 for share in (view.upper, view.height))
    chain = [("crop", f"{wide}:{high}:{left}:{upper}")]
    if view.is_mirrored:
        chain.append(("hflip", ""))
    chain += [
        ("scale", f"{width}:{height}:flags=bicubic"),
        (
            "lutyuv",
            f"y='16+219*pow(clip((val-16)/219,0,1),{view.gamma})'"
            f":u='128+(val-128)*{view.saturation}-{view.warmth}':v='128+(val-128)*{view.saturation}+{view.warmth}'",
        ),
        ("noise", f"c0s={view.grain}:c0f=t"),
    ]
    graph = Graph()
    graph.threads = 1
    last = graph.add_buffer(
        width=width, height=height, format=av.VideoFormat("yuv420p"), time_base=Fraction(1, FRAME_RATE)
    )
    for name, options in chain:
        following = graph.add(name, options or None)
        last.link_to(following)
        last = following
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph
