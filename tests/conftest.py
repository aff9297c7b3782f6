"""What every test stands on: no display, no sound, a home of its own, the map's scheme before the application."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own: settings, caches and databases."""
    folder = tmp_path / "kuzet-home"
    monkeypatch.setenv("KUZET_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _english() -> None:
    """Texts are the source texts, whatever the machine's language."""
    from console import language

    language.use("en")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application, with the web engine's scheme and flags set before it is made."""
    from PySide6.QtWidgets import QApplication

    from ui.map.scheme import prepare_environment

    prepare_environment()
    return QApplication
