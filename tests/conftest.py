"""What every test stands on: no display, no sound, a home of its own, the map's scheme before the application."""

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Sweep up between tests, in this thread, what Python would sweep up anywhere.

    A Qt object that a thread of a center or a player sweeps up kills the process; the console does the same
    (``ui.collector``).
    """
    try:
        return (yield)
    finally:
        limits = zip(gc.get_count(), gc.get_threshold(), strict=True)
        if due := [generation for generation, (count, limit) in enumerate(limits) if count > limit]:
            gc.collect(due[-1])


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
