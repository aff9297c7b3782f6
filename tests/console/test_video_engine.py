"""The setting ``video_engine`` says who decodes."""

import pytest
from PySide6.QtWidgets import QApplication

from console.app import Console
from console.notices import Notices
from console.settings import Settings
from console.video.decoder import DecodingPlayer
from console.video.player import VlcPlayer

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


def test_streams_are_decoded_here_unless_it_is_said_otherwise() -> None:
    assert Settings().video_engine == "own"
