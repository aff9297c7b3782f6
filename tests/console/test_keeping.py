"""What is arranged is written when it has changed, and a disk that does not take it is told."""

from pathlib import Path

import pytest

from console import paths, settings
from console.keeping import Keeping
from console.notices import Notices
from console.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUZET_HOME", str(tmp_path))


async def test_what_stands_on_the_screen_is_gathered_and_written_once_it_is_other() -> None:
    chosen, names = Settings(), iter(["first", "first", "second"])
    keeping = Keeping(chosen, lambda: setattr(chosen, "user", next(names)), Notices())
    file = paths.config() / settings.FILE

    assert await keeping.keep() == ""
    assert settings.load()[0].user == "first"
    file.unlink()
    assert await keeping.keep() == ""
    assert not file.exists(), "it was written already"
    assert await keeping.keep() == ""
    assert settings.load()[0].user == "second"


async def test_what_could_not_be_written_is_said_and_tried_again() -> None:
    keeping = Keeping(Settings(user="me"), lambda: None, Notices())
    file = paths.config() / settings.FILE
    file.mkdir()

    assert "cannot be saved" in await keeping.keep()
    file.rmdir()
    assert await keeping.keep() == ""
    assert settings.load()[0].user == "me"
