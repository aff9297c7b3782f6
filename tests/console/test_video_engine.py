"""The setting ``video_engine`` says who decodes."""

from threading import Event
from typing import NoReturn

import pytest
from PySide6.QtWidgets import QApplication

from console.app import Console
from console.notices import Notices
from console.settings import Settings
from console.video.decoder import DecodingPlayer
from console.video.engine import EngineMissing
from console.video.player import VlcPlayer
from console.video.pool import PlayerPool

STREAM = "http://127.0.0.1:9/live.ts"
"""Nobody listens there: which player takes it is all that is asked."""


@pytest.mark.anyio
@pytest.mark.parametrize(("engine", "kind"), [("libvlc", VlcPlayer), ("own", DecodingPlayer)])
async def test_streams_are_played_by_the_engine_of_the_settings(
    qapp: QApplication, engine: str, kind: type[VlcPlayer | DecodingPlayer]
) -> None:
    console = Console(Settings(video_engine=engine), Notices())
    try:
        assert isinstance(console.players.play(STREAM, 320, 180, lambda: None), kind)
    finally:
        await console.stop()
    assert console.players.running == 0


@pytest.mark.parametrize("decodes_here", [True, False])
def test_libvlc_is_started_ahead_only_where_it_plays(decodes_here: bool) -> None:
    started = Event()

    def start() -> NoReturn:
        started.set()
        raise EngineMissing("none")

    PlayerPool(start, decodes_here=decodes_here).warm()
    assert started.wait(0.2 if decodes_here else 10) is not decodes_here


def test_streams_are_decoded_here_unless_it_is_said_otherwise() -> None:
    assert Settings().video_engine == "own"
