"""``python -m tests.gallery.wall [--out DIR]``: every layout of the wall with every state of a tile, to be looked at.

One sheet a layout and size: a column for each language, a row for each page (as many as it takes to show all states).
Sizes are those of the video pane in the Duty workspace, and of a whole monitor. ``--real`` adds a wall of real streams.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from tests.fake_players import FakeLoad, FakePlayer, FakePlayers, FakeTime

SIZES = {
    "duty-1920": (614, 668),
    "duty-1366": (437, 468),
    "wall-1920": (1920, 1040),
    "wall-1366": (1366, 728),
}
LANGUAGES = ("ru", "kk", "en")
STATES = (
    "live", "alarm1", "degraded", "lost", "no_consent", "reason_needed", "pinned", "tour", "zoomed", "alarm2",
    "connecting", "offline", "reduced", "paused", "not_let_in", "no_permission", "no_video", "held", "alarm3",
    "alarm4", "unknown", "empty", "all", "silent", "live2", "heard", "no_device", "sound_lost", "late",
    "hls", "refused",
)  # fmt: skip
"""What the tiles show, by the camera's id; "all" is pinned, zoomed, touring and at a P1 at once."""

HEARD = {"heard": "heard", "no_device": "no_device", "sound_lost": "broken", "all": "opening"}
"""How the sound stands of tiles that are listened to; on a true wall that is one at a time."""

DELAYS = {"late": 6.2, "hls": None}
"""Seconds by which their pictures are late; None where that is not known."""

SHOWN = {
    *DELAYS,
    *("live", "live2", "alarm1", "alarm2", "alarm3", "alarm4", "pinned", "tour", "zoomed", "held", "all", "reduced"),
    *HEARD,
}
PLACES = {
    "ru": ("проспект Абая – улица Байтурсынова", "микрорайон Аксай-4, двор", "Школа-гимназия № 138"),
    "kk": ("Абай даңғылы – Байтұрсынов көшесі", "Ақсай-4 ықшамауданы, аула", "№ 138 мектеп-гимназия"),
    "en": ("Abay Avenue – Baitursynov Street", "Aksay-4 microdistrict, courtyard", "School-gymnasium No. 138"),
}


def main() -> None:
    """Render and end."""
    from console.viewmodels.layouts import LAYOUTS

    parser = argparse.ArgumentParser(prog="python -m tests.gallery.wall", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("gallery"), metavar="DIR")
    parser.add_argument("--layouts", nargs="*", choices=tuple(LAYOUTS), default=tuple(LAYOUTS))
    parser.add_argument("--sizes", nargs="*", choices=tuple(SIZES), default=tuple(SIZES))
    parser.add_argument("--languages", nargs="*", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--theme", choices=("dark", "light", "high_contrast"), default="dark")
    parser.add_argument("--real", action="store_true", help="a wall of real streams too")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.out.mkdir(parents=True, exist_ok=True)
    import qasync
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    from ui import theme

    theme.apply(app, options.theme)
    with qasync.QEventLoop(app) as loop:
        loop.run_until_complete(_render(app, options))


async def _render(app: "QApplication", options: argparse.Namespace) -> None:  # noqa: F821 - imported when needed
    for layout in options.layouts:
        for size in options.sizes:
            target = options.out / f"wall-{layout}-{size}.png"
            sheet = [[await _page(app, layout, SIZES[size], lang, page) for lang in options.languages]
                     for page in _pages(layout, size)]  # fmt: skip
            _together(sheet).save(str(target))
            print(target, flush=True)
    if options.real:
        await _real(app, options.out)


def _pages(layout: str, size: str) -> Iterator[Sequence[str]]:
    """The states by page; a layout of few tiles on a whole monitor shows its first pages only: they are large."""
    from console.viewmodels.layouts import LAYOUTS

    tiles = LAYOUTS[layout].tiles
    most = 2 if size.startswith("wall") else 6
    for first in list(range(0, len(STATES), tiles))[:most]:
        yield (STATES[first : first + tiles] + STATES)[:tiles]


async def _page(
    app: "QApplication",  # noqa: F821 - imported when needed
    layout: str,
    size: tuple[int, int],
    language: str,
    states: Sequence[str],
) -> "QImage":  # noqa: F821 - imported when needed
    from console.viewmodels.tiles import VideoWall
    from ui import translation
    from ui.video.wall import VideoPane

    translation.use_language(app, language)
    players, center, time = FakePlayers(), _Center(), FakeTime()
    describe = _describing(language)
    wall = VideoWall(players, center.open_camera, describe, time, now=time, chance=lambda: 0.9, load=FakeLoad())
    pane = VideoPane(wall)
    pane.resize(*size)
    wall.use_layout(layout)
    pane.show()
    await _settle()
    wall.restore([f"{state}" if state != "empty" else "" for state in states])
    await _settle()
    await _play(wall, players, time, states)
    image = pane.grab().toImage()
    pane.hide()
    await wall.shut()
    pane.deleteLater()
    return image


async def _play(wall: "VideoWall", players: FakePlayers, time: FakeTime, states: Sequence[str]) -> None:  # noqa: F821
    from console.domain.playing import PlayerState

    def running(*names: str) -> list[FakePlayer]:
        return [p for p in players.running if p.address.rsplit("/", 1)[-1] in names]

    def show(names: Sequence[str]) -> None:
        for player in running(*names):
            scene = _scene(player.box, bright="2" in player.address or "4" in player.address)
            player.show(scene, DELAYS.get(player.address.rsplit("/", 1)[-1], 0.34))

    show((*SHOWN, "degraded", "lost", "paused"))
    wall.look()
    for half in range(20):
        time.seconds += 0.5
        show((*SHOWN, *(("degraded",) if half < 14 else ()), "paused"))
        for player in running("not_let_in"):
            player.state = PlayerState.REFUSED
        for player in running("no_video"):
            player.state = PlayerState.NO_VIDEO
        wall.look()
        await _settle()
    _decorate(wall, time)
    for _half in range(4):  # the slowed stream is changed for one of key frames
        wall.look()
        await _settle()
        time.seconds += 0.5
        show(SHOWN)
    wall.look()
    time.seconds += 0.3


def _decorate(wall: "VideoWall", time: FakeTime) -> None:  # noqa: F821 - imported when needed
    """Alarms, pins, zooms, tours, and a busy machine."""
    from console.domain.alarms import Priority
    from console.viewmodels import quality
    from console.viewmodels.surroundings import Hearing, Listened, TourNote
    from console.viewmodels.zooming import WHOLE_PICTURE

    wall.mark_alarms({f"alarm{p:d}": p for p in Priority} | {"all": Priority.P1, "lost": Priority.P2})
    for tile in wall.tiles:
        name = tile.camera
        tile.is_pinned = name in ("pinned", "all")
        if name in ("zoomed", "all"):
            wall.zoom(tile.index, WHOLE_PICTURE.by(2.5, 0.7, 0.4))
        if name in HEARD:
            tile.listened = Listened(Hearing(HEARD[name]), 70)
        if name in ("tour", "held", "all"):
            note = "CAM-77 left out: its owner has not agreed" if name == "tour" else ""
            tile.tour = TourNote("Ночной обход рынков", 3, 12, 8.0, name != "tour", note)
        wall.tile_changed.emit(tile.index)
    ceilings = {"reduced": quality.Grade.KEYS, "paused": quality.Grade.PAUSED}
    wall.judge.standing = quality.Standing(ceilings=ceilings, looked_at=time.seconds)


class _Center:
    """Answers by the camera's name."""

    async def open_camera(self, camera: str, reason: str) -> "Opening":  # noqa: F821 - imported when needed
        from console.domain.errors import Problem, ProblemType, Refused
        from console.domain.protocol import Opening

        refused = {
            "no_consent": ProblemType.NO_CONSENT,
            "reason_needed": ProblemType.REASON_NEEDED,
            "no_permission": ProblemType.FORBIDDEN,
            "offline": ProblemType.NO_PICTURE,
            "refused": ProblemType.TOO_MANY,
            "unknown": ProblemType.NOT_FOUND,
        }
        if camera in refused:
            raise Refused(Problem(refused[camera], camera, 403))
        if camera == "connecting":
            raise Refused(Problem(ProblemType.NOT_READY, camera, 503, retry_after=9.0))
        return Opening(camera, f"main/{camera}", f"sub/{camera}", "", 30.0)


def _describing(language: str) -> Callable[[str], tuple[str, str]]:
    def describe(camera: str) -> tuple[str, str]:
        number = STATES.index(camera) if camera in STATES else 0
        return f"CAM-{104_200 + number}", PLACES[language][number % len(PLACES[language])]

    return describe


def _scene(box: tuple[int, int], *, bright: bool) -> np.ndarray:
    """A street of sorts, bright as noon or dark as night: texts have to be read on both."""
    high, wide = (np.arange(n)[:, None] if i == 0 else np.arange(n)[None, :] for i, n in enumerate((box[1], box[0])))
    light = 235 if bright else 60
    ground = (high / box[1] * 60 + light - 60 + 18 * np.sin(wide / 17.0) * np.sin(high / 11.0)).clip(0, 255)
    pixels = np.repeat(ground[..., None], 4, axis=2)
    pixels[box[1] // 2 :, :, 2] *= 0.85
    house = (wide // max(1, box[0] // 9) % 2 == 0) & (high > box[1] // 4) & (high < box[1] * 3 // 4)
    pixels[house] *= 0.8
    return pixels.astype(np.uint8)


def _together(rows: Sequence[Sequence["QImage"]]) -> "QImage":  # noqa: F821 - imported when needed
    from PySide6.QtGui import QColor, QImage, QPainter

    width, height = rows[0][0].width() + 8, rows[0][0].height() + 8
    sheet = QImage(width * len(rows[0]), height * len(rows), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#7a4fbf"))
    painter = QPainter(sheet)
    for y, row in enumerate(rows):
        for x, image in enumerate(row):
            painter.drawImage(x * width, y * height, image)
    painter.end()
    return sheet


async def _real(app: "QApplication", out: Path) -> None:  # noqa: F821 - imported when needed
    """Six tiles of one real stream, decoded by the real engine."""
    from console.clock import WallClock
    from console.domain.protocol import Opening
    from console.video.pool import PlayerPool
    from console.viewmodels.tiles import VideoWall
    from tests.live_streams import Camera, encoded
    from ui.video.wall import VideoPane

    camera, pool = Camera(encoded()), PlayerPool()

    async def open_camera(camera_id: str, _reason: str) -> Opening:
        return Opening(camera_id, camera.address, camera.address, "", 30)

    wall = VideoWall(pool, open_camera, lambda c: (c, PLACES["en"][0]), WallClock())
    pane = VideoPane(wall)
    pane.resize(*SIZES["duty-1920"])
    pane.show()
    wall.use_layout("1+5")
    wall.open_many([f"CAM-{n}" for n in range(6)])
    played = asyncio.Event()
    wall.frames_shown.connect(lambda _tiles: played.set() if all(t.shown > 10 for t in wall.tiles) else None)
    await asyncio.wait_for(played.wait(), 30)
    pane.grab().toImage().save(str(out / "wall-real.png"))
    print(out / "wall-real.png", flush=True)
    await wall.shut()
    await asyncio.to_thread(pool.close)
    camera.switch_off()
    pane.deleteLater()


async def _settle() -> None:
    for _turn in range(4):
        await asyncio.sleep(0)


if __name__ == "__main__":
    main()
