"""Sub streams as heavy as real cameras send them, for a center to serve.

The demo's own clips are meant to be cheap: x264's quickest preset writes constrained baseline (no CABAC, whole-pixel
motion), and the grain of their background repeats every third frame. They decode in half the time of what cameras
send. What those are set to as they come:

* Hikvision, sub stream of 640x360: H.264 Main, a key frame every 2 s, 512 or 1,024 kbit/s; its noise is coded with it
  (answers of ``/ISAPI/Streaming/channels/102`` in https://github.com/maciej-or/hikvision_next/issues/58 and /67);
* Dahua: a key frame every 2 s, "the system default is set twice as big as frame rate"
  (https://www.easymanua.ls/dahua-technology/dhi-itc237-pw6m-lzf1050/manual?p=62);
* Axis: Main profile, a key frame every 32 frames (VAPIX, ``videokeyframeinterval``).

So here: Main with CABAC and deblocking, one reference, no B frames, a key frame every 2 s, 768 kbit/s, and noise of a
sensor that is another in every frame. The scenes are the demo's own drawings.
"""

import io
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import av
import numpy as np

from console import paths
from console.center.clips.catalogue import LOOKS, SCENES, VERSION, Scene
from console.center.clips.clockmark import MINUTE_FRAMES, ClockMark
from console.center.clips.drawing.film import Frame
from console.center.clips.drawing.motion import FRAME_RATE
from console.center.clips.drawing.scene import filmed
from console.center.clips.encode import NOTE, Quality, sound
from console.center.clips.library import ClipLibrary
from console.center.clips.mux import filler, frame_packets

WIDTH, HEIGHT = 640, 360
KBIT_S = 768
KEY_EVERY = 2 * FRAME_RATE
NOISE_DAY, NOISE_NIGHT = 2.5, 5.0
"""Standard deviation of luma, of 255."""
GRAINS, ROOM = 8, 64
"""So many fields of noise are drawn, each larger than the picture: where it is cut out is another in every frame."""

DRAWN = ("crossing_day", "crossing_night", "parking", "shop", "yard", "lit_street")
"""Scenes that are drawn; every other one shows one of these."""
MADE = f"bench-1-{VERSION}"


def home_with_them(folder: Path) -> Path:
    """A ``KUZET_HOME`` whose center serves them; drawn once for a user (a minute of two cores), the city is his own."""
    made = paths.cache() / MADE
    made.mkdir(exist_ok=True)
    missing = [scene for scene in SCENES if scene.id in DRAWN and not _is_there(made, scene)]
    if missing:
        print(f"  drawing {len(missing)} streams as heavy as a real camera's, once")
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            list(pool.map(_make, missing, [made] * len(missing)))
    cache = folder / "cache"
    clips = cache / "clips"
    clips.mkdir(parents=True)
    for kept in paths.cache().iterdir():
        if kept.name not in ("clips", made.name):
            (cache / kept.name).symlink_to(kept)
    library = ClipLibrary(clips, LOOKS)
    for number, scene in enumerate(LOOKS):
        own = scene.id if scene.id in DRAWN else DRAWN[number % len(DRAWN)]
        library.path(scene, Quality.SUB).symlink_to(made / f"{own}.ts")
    for panorama in (paths.cache() / "clips").glob(f"*-{Quality.PANORAMA}-v{VERSION}.ts"):
        (clips / panorama.name).symlink_to(panorama)
    return folder


def _is_there(folder: Path, scene: Scene) -> bool:
    path = folder / f"{scene.id}.ts"
    return path.exists() and sound(path.read_bytes()) == MINUTE_FRAMES


def _make(scene: Scene, folder: Path) -> None:
    stream = io.BytesIO()
    counters: dict[int, int] = {}
    for number, (unit, is_key) in enumerate(_coded(scene)):
        stream.write(frame_packets(unit, number, is_key, counters))
    note = NOTE + f"{MINUTE_FRAMES} {zlib.crc32(stream.getvalue()):08x}\n".encode()
    (folder / f"{scene.id}.ts").write_bytes(stream.getvalue() + filler(note))


def _coded(scene: Scene) -> Iterator[tuple[bytes, bool]]:
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.framerate, encoder.time_base = Fraction(FRAME_RATE), Fraction(1, FRAME_RATE)
    encoder.thread_count = 1
    rate = f"{KBIT_S}k"
    encoder.options = {"preset": "veryfast", "profile": "main", "tune": "zerolatency"} | {
        "b": rate,
        "maxrate": rate,
        "bufsize": rate,
        "x264-params": f"keyint={KEY_EVERY}:min-keyint={KEY_EVERY}:scenecut=0:bframes=0:ref=1:aud=1:repeat-headers=1"
        ":open-gop=0",
    }
    for number, frame in enumerate(_noisy(scene)):
        picture = av.VideoFrame.from_ndarray(frame.planes, format="yuv420p")
        picture.pts = number
        for packet in encoder.encode(picture):
            yield bytes(packet), packet.is_keyframe
    for packet in encoder.encode(None):
        yield bytes(packet), packet.is_keyframe


def _noisy(scene: Scene) -> Iterator[Frame]:
    chance, mark = np.random.default_rng(1), ClockMark(WIDTH, HEIGHT)
    spread = NOISE_NIGHT if scene.is_night else NOISE_DAY
    grains = [chance.normal(0, spread, (HEIGHT + ROOM, WIDTH + ROOM)).astype(np.float32) for _ in range(GRAINS)]
    for number, frame in enumerate(filmed(scene.drawn(), WIDTH, HEIGHT, MINUTE_FRAMES)):
        top, left = chance.integers(0, ROOM, 2)
        grain = grains[number % GRAINS][top : top + HEIGHT, left : left + WIDTH]
        frame.luma[:] = np.clip(frame.luma + grain, 16, 235)
        mark.burn(frame, number)
        yield frame
