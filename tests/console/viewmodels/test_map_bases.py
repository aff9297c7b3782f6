"""The choice of what lies under the map."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pmtiles.tile import TileType
from pytestqt.qtbot import QtBot

from console.domain.map_tiles import WORLD, BaseFacts, BaseKind, BaseUnusable
from console.mapping.archives import Archive
from console.notices import Notice, Notices
from console.settings import Settings
from console.tasks import Tasks
from console.viewmodels.map_bases import MapBases
from console.viewmodels.map_page import MapPage
from tests.archives_at_hand import image, mbtiles, pmtiles, vector_tile

HERE = (12, 2925, 1503)
RED = image((255, 0, 0))


class NoFiles:
    def file(self, name: str) -> tuple[str, bytes] | None:
        return None


class FakeServer:
    def __init__(self, template: str) -> None:
        self.facts = BaseFacts(BaseKind.RASTER, template, "", 0, 19, WORLD, 256, has_names=True)
        self.problem = ""
        self.on_change: Callable[[], None] = lambda: None

    async def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        return RED

    async def close(self) -> None:
        pass


class Opener:
    """Real archives; a server that is not one."""

    def __init__(self) -> None:
        self.servers: list[FakeServer] = []

    def archive(self, path: Path) -> Archive:
        return Archive.open(path)

    def server(self, template: str) -> FakeServer:
        if "{z}" not in template:
            raise BaseUnusable("no address")
        self.servers.append(FakeServer(template))
        return self.servers[-1]


class Desk:
    """Bases over a folder, with what the page was told and the operator was shown."""

    def __init__(self, qtbot: QtBot, folder: Path, settings: Settings) -> None:
        self.qtbot, self.settings = qtbot, settings
        self.opener, self.notices = Opener(), Notices()
        self.told: dict[str, Notice] = {}
        self.notices.listen(self._hear)
        self.page = MapPage(NoFiles())
        self.bases = MapBases(self.page, self.opener, settings, folder, Tasks(), self.notices)

    def _hear(self, notice: Notice | None, key: str) -> None:
        if notice is None:
            self.told.pop(key, None)
        else:
            self.told[key] = notice

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=5000)

    @property
    def base(self) -> dict[str, Any]:
        base: dict[str, Any] = dict(self.bases.known()["base"])
        return base

    def titles(self) -> list[str]:
        return [row.title for row in self.bases.rows()]

    def tile(self, base: str, *place: int) -> bytes | None:
        found: list[bytes | None] = []
        self.bases.fetch(base, *place, found.append)
        self.until(lambda: bool(found))
        return found[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    maps = tmp_path / "maps"
    maps.mkdir()
    return maps


@pytest.fixture
def desk(qtbot: QtBot, folder: Path) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def opened(**told: Any) -> Desk:
        made.append(Desk(qtbot, folder, Settings(**told)))
        return made[-1]

    yield opened
    for one in made:
        with pytest.raises(StopIteration):
            one.bases.close().send(None)


def test_without_archives_there_is_the_schematic(desk: Callable[..., Desk]) -> None:
    here = desk()
    assert [(row.id, row.is_chosen) for row in here.bases.rows()] == [("schematic", True)]
    assert here.base["kind"] == "schematic"


def test_archives_of_the_folder_are_offered_used_and_read(desk: Callable[..., Desk], folder: Path) -> None:
    mbtiles(folder / "b.mbtiles", [(HERE, RED)], name="Photo", bounds="76,43,77,44", attribution="<b>City</b>")
    pmtiles(folder / "a.pmtiles", [(HERE, vector_tile())], TileType.MVT, name="Streets")
    (folder / "notes.txt").write_text("not looked at")
    here = desk()
    here.until(lambda: here.titles() == ["Schematic", "Photo", "Streets"])
    photo = here.bases.rows()[1]
    here.bases.use(photo.id)
    assert here.settings.map_base == photo.id
    told = {"kind": "raster", "min_zoom": 12, "max_zoom": 12, "bounds": (76, 43, 77, 44), "tile_px": 256}
    assert here.base.items() >= (told | {"attribution": "City", "id": photo.id}).items()
    assert here.tile(photo.id, *HERE) == RED
    assert here.tile(photo.id, 12, 0, 0) is None
    assert here.tile("nobody", *HERE) is None


def test_the_choice_is_remembered_and_comes_back_when_the_file_is_open(desk: Callable[..., Desk], folder: Path) -> None:
    mbtiles(folder / "b.mbtiles", [(HERE, RED)])
    first = desk()
    first.until(lambda: len(first.titles()) == 2 and first.bases.rows()[1].kind is not None)
    chosen = first.bases.rows()[1].id
    second = desk(map_base=chosen)
    assert second.base["kind"] == "schematic", "until it is open"
    second.until(lambda: second.base["kind"] == "raster")
    assert second.bases.chosen == chosen


def test_a_file_that_is_added_is_used_at_once_and_forgotten_on_demand(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    path = mbtiles(tmp_path / "anything.db", [(HERE, RED)], name="Mine")
    here = desk()
    here.bases.add(path)
    here.until(lambda: here.base["kind"] == "raster")
    assert here.settings.map_archives == [str(path)]
    row = here.bases.rows()[1]
    assert (row.title, row.can_forget, row.is_chosen) == ("Mine", True, True)
    here.bases.use("schematic")
    here.bases.add(path)
    assert here.base["kind"] == "raster"
    here.bases.forget(row.id)
    assert (here.titles(), here.settings.map_archives, here.bases.chosen) == (["Schematic"], [], "schematic")
    assert path.exists()


def test_a_file_that_is_no_archive_is_refused_and_not_kept(desk: Callable[..., Desk], tmp_path: Path) -> None:
    path = tmp_path / "letter.mbtiles"
    path.write_text("Dear city")
    here = desk()
    with here.qtbot.waitSignal(here.bases.refused) as told:
        here.bases.add(path)
    assert "letter.mbtiles is no archive" in told.args[0]
    assert (here.titles(), here.settings.map_archives) == (["Schematic"], [])


def test_a_chosen_file_that_is_gone_is_told_and_kept_in_mind(desk: Callable[..., Desk], tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "stick.mbtiles", [(HERE, RED)])
    away = tmp_path / "away"
    first = desk()
    first.bases.add(path)
    first.until(lambda: first.base["kind"] == "raster")
    shutil.move(path, away)
    here = desk(map_base=first.bases.chosen, map_archives=[str(path)])
    here.until(lambda: "map-base" in here.told)
    assert here.told["map-base"].text == "stick.mbtiles cannot be read."
    assert here.base["kind"] == "schematic"
    assert here.bases.rows()[1].problem
    shutil.move(away, path)
    here.bases.look()
    here.until(lambda: here.base["kind"] == "raster")
    assert "map-base" not in here.told


def test_a_file_that_was_written_anew_is_opened_anew(desk: Callable[..., Desk], folder: Path) -> None:
    path = mbtiles(folder / "a.mbtiles", [(HERE, RED)], name="Old")
    here = desk()
    here.until(lambda: "Old" in here.titles())
    here.bases.use(here.bases.rows()[1].id)
    before = here.base["revision"]
    path.unlink()
    mbtiles(path, [(HERE, image((0, 0, 255)))], name="Younger")
    here.bases.look()
    here.until(lambda: "Younger" in here.titles())
    assert here.base["revision"] > before
    assert here.tile(here.bases.chosen, *HERE) == image((0, 0, 255))


def test_what_is_gone_from_the_folder_is_offered_no_more(desk: Callable[..., Desk], folder: Path) -> None:
    path = mbtiles(folder / "a.mbtiles", [(HERE, RED)])
    here = desk()
    here.until(lambda: here.bases.rows()[-1].kind is BaseKind.RASTER)
    here.bases.use(here.bases.rows()[1].id)
    path.unlink()
    here.bases.look()
    here.until(lambda: here.titles() == ["Schematic"])
    assert here.base["kind"] == "schematic"


def test_a_file_that_is_added_while_the_folder_is_looked_at_stays(desk: Callable[..., Desk], tmp_path: Path) -> None:
    path = mbtiles(tmp_path / "stick.mbtiles", [(HERE, RED)], name="Mine")
    here = desk()
    here.bases.look()
    here.bases.add(path)
    here.bases.look()
    here.until(lambda: here.base["kind"] == "raster")
    here.bases.look()
    here.bases._pool.waitForDone()
    here.qtbot.wait(0)
    assert "Mine" in here.titles()


def test_what_is_looked_at_again_and_is_the_same_is_told_to_nobody(desk: Callable[..., Desk], folder: Path) -> None:
    mbtiles(folder / "a.mbtiles", [(HERE, RED)])
    (folder / "b.mbtiles").write_text("a letter")
    here = desk()
    here.until(lambda: [bool(row.problem) for row in here.bases.rows()].count(True) == 1 and len(here.titles()) == 3)
    here.until(lambda: any(row.kind is BaseKind.RASTER for row in here.bases.rows()))
    with here.qtbot.assertNotEmitted(here.bases.changed, wait=100):
        here.bases.look()


def test_damage_that_is_found_while_reading_is_told(desk: Callable[..., Desk], folder: Path) -> None:
    mbtiles(folder / "a.mbtiles", [((11, 0, 0), RED), (HERE, b"<html>")])
    here = desk()
    here.until(lambda: here.bases.rows()[-1].kind is BaseKind.RASTER)
    here.bases.use(here.bases.rows()[1].id)
    assert here.tile(here.bases.chosen, *HERE) is None
    here.until(lambda: "map-base" in here.told)
    assert "damaged" in here.bases.rows()[1].problem


def test_a_server_is_taken_told_of_and_given_up(desk: Callable[..., Desk]) -> None:
    here = desk(map_server="https://tiles.example/{z}/{x}/{y}.png", map_base="server")
    assert here.base["id"] == "server"
    server = here.opener.servers[0]
    before = here.base["revision"]
    server.problem = "It hangs."
    server.on_change()
    assert here.told["map-base"].text == "It hangs."
    assert here.base["revision"] == before
    server.problem = ""
    server.on_change()
    assert "map-base" not in here.told
    assert here.base["revision"] > before, "the page asks anew"


def test_an_address_that_is_none_changes_nothing(desk: Callable[..., Desk]) -> None:
    here = desk()
    with pytest.raises(BaseUnusable):
        here.bases.set_server("tiles.example")
    assert (here.settings.map_server, here.titles()) == ("", ["Schematic"])
    written_by_hand = desk(map_server="tiles.example", map_base="server")
    assert written_by_hand.base["kind"] == "schematic"
    assert written_by_hand.bases.rows()[1].problem == "no address"


@pytest.mark.anyio
async def test_tiles_of_a_server_come_through_the_loop(folder: Path) -> None:
    tasks = Tasks()
    told = Settings(map_server="https://tiles.example/{z}/{x}/{y}.png", map_base="server")
    bases = MapBases(MapPage(NoFiles()), Opener(), told, folder, tasks, Notices())
    came: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
    bases.fetch("server", *HERE, came.set_result)
    assert await asyncio.wait_for(came, 5) == RED
    await bases.close()
    await tasks.close()
