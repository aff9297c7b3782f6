import pytest
from PySide6.QtCore import QObject

from ui.map import scheme


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "KUZET_GRAPHICS",
        "QT_QPA_PLATFORM",
        "LIBGL_ALWAYS_SOFTWARE",
        "QTWEBENGINE_CHROMIUM_FLAGS",
        "QT_QUICK_BACKEND",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["QT_QPA_PLATFORM", "LIBGL_ALWAYS_SOFTWARE"])
def test_software_is_chosen_where_there_is_nothing_else(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, {"QT_QPA_PLATFORM": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}[name])
    assert scheme.draws_in_software()
    assert "--disable-gpu" in scheme.chromium_flags()


@pytest.mark.parametrize(("told", "is_software"), [("software", True), ("hardware", False)])
def test_the_user_decides_how_to_draw(monkeypatch: pytest.MonkeyPatch, told: str, is_software: bool) -> None:
    monkeypatch.setenv("KUZET_GRAPHICS", told)
    assert scheme.draws_in_software() is is_software


@pytest.mark.parametrize(("user", "has_sandbox"), [(0, False), (1000, True)])
def test_the_sandbox_is_off_for_root_alone(monkeypatch: pytest.MonkeyPatch, user: int, has_sandbox: bool) -> None:
    monkeypatch.setattr(scheme.os, "geteuid", lambda: user, raising=False)
    assert ("--no-sandbox" not in scheme.chromium_flags()) is has_sandbox


def test_flags_that_the_user_set_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --lang=kk")
    scheme.prepare_environment()
    flags = scheme.os.environ["QTWEBENGINE_CHROMIUM_FLAGS"].split()
    assert flags[:2] == ["--disable-gpu", "--lang=kk"]
    assert flags.count("--disable-gpu") == 1
    assert scheme.os.environ["QT_QUICK_BACKEND"] == "software"


def test_tiles_of_points_are_answered_in_the_order_they_were_asked_for(qapp: object) -> None:
    owner = QObject()
    shelf = scheme.Shelf(lambda _name: None, lambda layers, *place: f"{layers}{place} ".encode(), owner)
    assert shelf._find("points/sites,cameras/12/3,4/-5,6") == (
        "application/octet-stream",
        b"sites,cameras(12, 3, 4) sites,cameras(12, -5, 6) ",
    )


@pytest.mark.parametrize(
    "name", ["points/sites/12/3", "points/sites/x/3,4", "points/sites/12/3,4/5,x", "points/sites/12/٣,4"]
)
def test_what_is_no_tile_is_not_found(qapp: object, name: str) -> None:
    owner = QObject()
    assert scheme.Shelf(lambda _name: None, lambda *_asked: b"", owner)._find(name) is None
