"""Settings: kept whole, read with care, nothing overwritten that was not understood."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, strategies as st

from console import paths, settings
from console.domain.session import Role
from console.settings import MapView, Settings, Tiles


def _some() -> Settings:
    return Settings(
        center="https://center.example",
        language="kk",
        role=Role.SUPERVISOR,
        volume={"P1": 90, "P2": 0},
        is_muted=True,
        window_geometry=b"\x00\x01\xff",
        columns={"alarms": [10, 20]},
        map_view=MapView(77.0, 43.3, 14),
        tiles=Tiles("2x4", ["C1", ""]),
        keys={"alarm.acknowledge": ["Ctrl+Return"]},
    )


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.json") == (Settings(), None)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings.save(_some(), path)
    assert settings.load(path) == (_some(), None)
    assert [p.name for p in tmp_path.iterdir()] == ["settings.json"]


def test_they_lie_in_the_users_folder() -> None:
    settings.save(_some())
    assert (paths.config() / "settings.json").exists()
    assert settings.load()[0] == _some()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe\x00", b'"text"', b"<settings/>"])
def test_a_damaged_file_is_set_aside_and_the_defaults_are_used(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(damage)
    found, trouble = settings.load(path)
    assert found == Settings()
    assert trouble is not None
    assert trouble.is_damaged
    assert trouble.kept_as.read_bytes() == damage
    assert not path.exists()


def test_what_is_good_in_a_bad_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    before = b'{"language": "ru", "is_muted": "perhaps", "volume": {"P1": 900}, "colour": "red"}'
    path.write_bytes(before)
    found, trouble = settings.load(path)
    assert (found.language, found.is_muted, found.volume) == ("ru", False, Settings().volume)
    assert trouble is not None
    assert (trouble.unknown, trouble.invalid) == (("colour",), ("is_muted", "volume"))
    assert trouble.kept_as.read_bytes() == before
    assert settings.load(path) == (found, None)


def test_a_folder_that_cannot_be_written_says_so_and_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings.save(_some(), path)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="settings"):
        settings.save(Settings(), tmp_path / "file" / "settings.json")
    assert settings.load(path)[0] == _some()


ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)


@given(st.dictionaries(st.sampled_from(Settings.__struct_fields__), ANYTHING, max_size=6))
def test_no_content_stops_the_console(tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_bytes(msgspec.json.encode(content))
    found, _trouble = settings.load(path)
    settings.save(found, path)
    assert settings.load(path) == (found, None)
