"""What lies under everything on the map: the schematic, archives of tiles in files, the city's own tile server.

Archives come from the folder ``maps`` of the user's data, where an import puts them, and from wherever the operator
found one. The page asks for tiles by ``fetch``; files are opened and read off the window's thread. A base that cannot
be used says why, and the schematic stands in for it.
"""

import hashlib
import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from PySide6.QtCore import QObject, QThreadPool, Signal

from console.domain.map_tiles import BaseFacts, BaseKind, BaseUnusable
from console.language import _
from console.notices import Notices
from console.settings import Settings
from console.tasks import Tasks
from console.viewmodels.map_page import Feature, MapPage, Parts

SCHEMATIC, SERVER = "schematic", "server"

SUFFIXES = (".mbtiles", ".pmtiles")
"""What is looked for in the folder; what a file is, its content says."""

THREADS = 2
NOTICE, NOTICE_REFUSED = "map-base", "map-base-refused"

Answered = Callable[[bytes | None], None]
Stamp = tuple[int, int]
"""When a file was written last (ns), and its size."""


class Archive(Protocol):
    """A base in a file (``console.mapping.archives.Archive``). Any thread may ask for tiles."""

    @property
    def facts(self) -> BaseFacts: ...  # noqa: D102
    @property
    def problem(self) -> str: ...  # noqa: D102
    def tile(self, zoom: int, column: int, row: int) -> bytes | None: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


class Server(Protocol):
    """A base at an address (``console.link.tile_server.TileServer``). ``on_change`` is called when it has changed."""

    facts: BaseFacts
    problem: str
    on_change: Callable[[], None]

    async def tile(self, zoom: int, column: int, row: int) -> bytes | None: ...  # noqa: D102
    async def close(self) -> None: ...  # noqa: D102


class Sources(Protocol):
    """Opens bases. Both raise BaseUnusable with a sentence."""

    def archive(self, path: Path) -> Archive:
        """Open a file; off the window's thread."""
        ...

    def server(self, template: str) -> Server:
        """Take an address; nothing is asked there yet."""
        ...


class BaseRow(Struct, frozen=True):
    """A base for a menu. ``problem`` says why it cannot be used, or what is wrong with it; "" for nothing."""

    id: str
    title: str
    kind: BaseKind | None
    """None while it is being opened, or cannot be."""
    is_chosen: bool
    problem: str = ""
    where: str = ""
    """Its path or address."""
    can_forget: bool = False


class _File:
    """What is known of an archive: open, or being opened, or why not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive: Archive | None = None
        self.stamp: Stamp | None = None
        self.refusal = ""

    @property
    def problem(self) -> str:
        return self.archive.problem if self.archive else self.refusal


class MapBases(Feature):
    """See the module's docstring. ``chosen`` is the id of the base that the operator wants.

    Args:
        page: where it is told what to draw.
        sources: opens archives and servers.
        settings: ``map_base``, ``map_archives`` and ``map_server`` are kept up to date.
        folder: where archives are looked for.
        tasks: what asks the server.
        notices: where problems of the chosen base are told.
    """

    changed = Signal()
    refused = Signal(str)
    """What was added cannot be used; the sentence says why."""
    _surveyed = Signal(object, object)
    _opened = Signal(str, object, object, str)
    _came = Signal(int, object)

    def __init__(
        self,
        page: MapPage,
        sources: Sources,
        settings: Settings,
        folder: Path,
        tasks: Tasks,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._sources, self._settings, self._folder = page, sources, settings, folder
        self._tasks, self._notices = tasks, notices
        self.chosen = settings.map_base
        self._files: dict[str, _File] = {}
        self._server: Server | None = None
        self._server_refusal = ""
        self._wanted = ""
        """Of a file that was added by hand: it is used once it is open."""
        self._revision = 0
        self._told: tuple[str, int] | None = None
        self._tickets = itertools.count()
        self._waiting: dict[int, Answered] = {}
        self._pool = QThreadPool(self, maxThreadCount=THREADS)
        self._is_closed = False
        self._surveyed.connect(self._compare)
        self._opened.connect(self._take)
        self._came.connect(self._answer)
        page.join("bases", self)
        self._take_server()
        self._tell()
        self.look()

    # What there is

    def rows(self) -> list[BaseRow]:
        """All bases for a menu: the schematic, then files by title, then the server."""
        added = {_id_of(Path(path)) for path in self._settings.map_archives}
        files = sorted(
            (
                BaseRow(
                    key,
                    file.archive.facts.name if file.archive else file.path.stem,
                    file.archive.facts.kind if file.archive else None,
                    key == self.chosen,
                    file.problem,
                    str(file.path),
                    key in added,
                )
                for key, file in self._files.items()
            ),
            key=lambda row: row.title.casefold(),
        )
        rows = [BaseRow(SCHEMATIC, _("Schematic"), BaseKind.SCHEMATIC, self.chosen == SCHEMATIC), *files]
        if address := self._settings.map_server:
            server = self._server
            title, kind = (server.facts.name, server.facts.kind) if server else (address, None)
            rows.append(BaseRow(SERVER, title, kind, self.chosen == SERVER, self._server_problem, address, True))
        return rows

    @property
    def server_address(self) -> str:
        """The address of the tile server; "" where there is none."""
        return self._settings.map_server

    @property
    def shown(self) -> BaseFacts | None:
        """The base that the page draws; None for the schematic."""
        if self.chosen == SERVER:
            return self._server.facts if self._server else None
        file = self._files.get(self.chosen)
        return file.archive.facts if file and file.archive else None

    @property
    def problem(self) -> str:
        """What is wrong with the chosen base; "" for nothing."""
        if self.chosen == SERVER:
            return self._server_problem
        return file.problem if (file := self._files.get(self.chosen)) else ""

    def known(self) -> Parts:
        """What the page is to draw."""
        facts = self.shown
        if facts is None:
            return {"base": {"id": SCHEMATIC, "kind": BaseKind.SCHEMATIC, "revision": self._revision}}
        return {
            "base": {
                "id": self.chosen,
                "kind": facts.kind,
                "min_zoom": facts.min_zoom,
                "max_zoom": facts.max_zoom,
                "bounds": facts.bounds,
                "tile_px": facts.tile_px,
                "has_names": facts.has_names,
                "attribution": facts.attribution,
                "revision": self._revision,
            }
        }

    # What the operator does

    def use(self, base: str) -> None:
        """Draw this base from now on; one that is not known is left alone."""
        if base in (SCHEMATIC, SERVER, *self._files):
            self.chosen = self._settings.map_base = base
            self._tell()

    def add(self, path: Path) -> None:
        """Take in a file and use it as soon as it is open; ``refused`` where it cannot be."""
        self._wanted = _id_of(path)
        if (known := self._files.get(self._wanted)) and known.archive and known.stamp == _stamp(path):
            self.use(self._wanted)
        else:
            self._open(path)

    def forget(self, base: str) -> None:
        """Take away a file that was added, or the server. The file itself stays where it is."""
        if base == SERVER:
            self.set_server("")
            return
        self._settings.map_archives = [path for path in self._settings.map_archives if _id_of(Path(path)) != base]
        if (file := self._files.get(base)) and file.path.parent != self._folder:
            self._drop(base)
        self._tell()

    def set_server(self, template: str) -> None:
        """Take the address of a tile server, and use it; "" takes it away. Raises BaseUnusable, and changes nothing."""
        server = self._sources.server(template) if template.strip() else None
        self._let_go_of_server()
        self._settings.map_server = template.strip()
        self._settle_server(server)
        self.use(SERVER if server else SCHEMATIC if self.chosen == SERVER else self.chosen)

    def look(self) -> None:
        """Look at the folder and the files that were added: there may be new ones, or other ones by the same name.

        Off the window's thread: a drive of the network may not answer.
        """
        known, added = frozenset(self._files), [Path(path) for path in self._settings.map_archives]

        def survey() -> None:
            found = {_id_of(path): (path, _stamp(path)) for path in (*_archives_in(self._folder), *added)}
            self._surveyed.emit(known, found)

        self._pool.start(survey)

    # What the page asks

    def fetch(self, base: str, zoom: int, column: int, row: int, answered: Answered) -> None:
        """A tile by ``answered``, later and in this thread; None where there is none (now)."""
        ticket = next(self._tickets)
        self._waiting[ticket] = answered
        if base == SERVER and self._server is not None:
            work = self._ask_server(ticket, self._server, zoom, column, row)
            self._tasks.spawn(work, f"map tile {zoom}/{column}/{row}")
        elif (file := self._files.get(base)) and (archive := file.archive):
            self._pool.start(lambda: self._came.emit(ticket, archive.tile(zoom, column, row)))
        else:
            self._came.emit(ticket, None)

    async def close(self) -> None:
        """Wait for what is being read, and let go of everything; who asks afterwards gets nothing."""
        self._is_closed = True
        self._waiting.clear()
        self._pool.waitForDone()
        for file in self._files.values():
            if file.archive is not None:
                file.archive.close()
        self._files.clear()
        if (server := self._server) is not None:
            self._server = None
            await server.close()

    # Inside

    def _compare(self, known: frozenset[str], found: Mapping[str, tuple[Path, Stamp | None]]) -> None:
        """Open what is new or another, and drop what was ``known`` when it was looked for and is not there any more."""
        if self._is_closed:
            return
        added = {_id_of(Path(path)) for path in self._settings.map_archives}
        gone = known & self._files.keys() - found.keys() - added
        for key in gone:
            self._drop(key)
        for key, (path, stamp) in found.items():
            file = self._files.get(key)
            if file is None or file.stamp is None or file.stamp != stamp:
                self._open(path)
        if gone:
            self._tell()

    def _open(self, path: Path) -> None:
        """Open a file in a thread; ``_take`` gets it."""
        key, sources = _id_of(path), self._sources
        if key != self._wanted:
            self._files.setdefault(key, _File(path))

        def work() -> None:
            stamp = _stamp(path)
            try:
                self._opened.emit(key, (path, stamp), sources.archive(path), "")
            except BaseUnusable as fault:
                self._opened.emit(key, (path, stamp), None, str(fault))

        self._pool.start(work)

    def _take(self, key: str, where: tuple[Path, Stamp | None], archive: Archive | None, refusal: str) -> None:
        path, stamp = where
        if self._is_closed:
            if archive is not None:
                archive.close()
            return
        is_wanted, self._wanted = key == self._wanted, "" if key == self._wanted else self._wanted
        if is_wanted and archive is None:
            self._notices.warning(refusal, key=NOTICE_REFUSED)
            self.refused.emit(refusal)
            return
        if not is_wanted and key not in self._files:  # forgotten meanwhile
            if archive is not None:
                archive.close()
            return
        file = self._files.setdefault(key, _File(path))
        if file.archive is not None:
            file.archive.close()
        file.archive, file.stamp, file.refusal = archive, stamp, refusal
        if key == self.chosen:
            self._revision += 1
        if is_wanted:
            self._remember(path)
            self.use(key)
        else:
            self._tell()

    def _remember(self, path: Path) -> None:
        if path.parent != self._folder and str(path) not in self._settings.map_archives:
            self._settings.map_archives = [*self._settings.map_archives, str(path)]

    def _drop(self, key: str) -> None:
        file = self._files.pop(key)
        if file.archive is not None:
            file.archive.close()
        if key == self.chosen:
            self.chosen = self._settings.map_base = SCHEMATIC

    def _take_server(self) -> None:
        """The server of the settings; its address may have been written by hand."""
        if not self._settings.map_server:
            return
        try:
            self._settle_server(self._sources.server(self._settings.map_server))
        except BaseUnusable as fault:
            self._server_refusal = str(fault)

    def _settle_server(self, server: Server | None) -> None:
        self._server, self._server_refusal = server, ""
        if server is not None:
            server.on_change = self._server_changed

    def _let_go_of_server(self) -> None:
        if self._server is not None:
            self._server.on_change = lambda: None
            self._tasks.spawn(self._server.close(), "close the tile server")

    @property
    def _server_problem(self) -> str:
        return self._server.problem if self._server else self._server_refusal

    def _server_changed(self) -> None:
        """It fell silent, or is back: then the page asks anew for what it did not get."""
        if self._server is not None and not self._server.problem:
            self._revision += 1
        self._tell()

    async def _ask_server(self, ticket: int, server: Server, zoom: int, column: int, row: int) -> None:
        self._answer(ticket, await server.tile(zoom, column, row))

    def _answer(self, ticket: int, tile: bytes | None) -> None:
        if (answered := self._waiting.pop(ticket, None)) is not None:
            answered(tile)
        if self._told and self._told[0] != self.problem:
            self._tell()

    def _tell(self) -> None:
        """Tell the page, the menu and, where something is wrong with the chosen base, the operator."""
        before, self._told = self._told, (self.problem, self._revision)
        if self.problem:
            if before is None or before[0] != self.problem:
                self._notices.warning(self.problem, key=NOTICE)
        elif before is not None and before[0]:
            self._notices.end(NOTICE)
        self._page.tell(**self.known())
        self.changed.emit()


def _id_of(path: Path) -> str:
    """A name for a file that may stand in an address."""
    return hashlib.blake2b(str(path).encode(errors="surrogateescape"), digest_size=6).hexdigest()


def _archives_in(folder: Path) -> list[Path]:
    """What may be an archive; nothing where the folder cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError:
        return []


def _stamp(path: Path) -> Stamp | None:
    """What tells one file from another by the same name."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size
