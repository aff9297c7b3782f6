"""The composition root: everything of the console but its widgets, put together here and nowhere else.

``main`` makes a ``Console`` and its window, awaits ``connect_to`` and ``log_in``, and in the end ``stop``.
"""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from console import language, paths
from console.acting import Acting
from console.clock import WallClock
from console.commands import Commands
from console.domain.alarms import Priority
from console.domain.cameras import Consent, Integration
from console.domain.changes import Changes
from console.domain.errors import Refused
from console.domain.freshness import Source
from console.domain.schematic import load
from console.domain.session import Operator
from console.filming import Filming
from console.insight.first_look import first_look
from console.language import _
from console.link.errors import LinkError
from console.link.link import Link
from console.link.tile_server import TileServer
from console.mapping.archives import Archive
from console.mapping.source import MapFiles
from console.notices import Notices
from console.report import AlarmReport, LinkReport, MapReport, Report, UnitReport, VideoReport, WindowReport
from console.settings import MapView, Settings
from console.state.points import Layer
from console.state.store import Store
from console.tasks import Tasks
from console.video.pool import PlayerPool
from console.video.sound import StreamSounds
from console.viewmodels import wall_layouts, words
from console.viewmodels.city_map import CityMap
from console.viewmodels.desk import Desk
from console.viewmodels.gap import LoopGap
from console.viewmodels.judge import Judge
from console.viewmodels.listening import Listening
from console.viewmodels.map_astray import astray
from console.viewmodels.map_bases import MapBases
from console.viewmodels.map_filters import MapFilter
from console.viewmodels.map_views import View
from console.viewmodels.ptz import Ptz
from console.viewmodels.search import Street
from console.viewmodels.tile_alarms import TileAlarms
from console.viewmodels.tile_consents import TileConsents
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from console.viewmodels.tours import Tours
from console.viewmodels.wall_layouts import NamedLayouts
from console.viewmodels.walls import Walls

log = logging.getLogger(__name__)


class _Bases:
    """Where base maps come from: files and servers (``console.viewmodels.map_bases.Sources``)."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def archive(self, path: Path) -> Archive:
        return Archive.open(path)

    def server(self, template: str) -> TileServer:
        return TileServer(template, paths.cache() / "tiles", self._tasks)


class Console(QObject):
    """The console without its window. ``ready`` is emitted once, when every pane has something true to show."""

    ready = Signal()
    log_in_needed = Signal()
    """The session has ended; what is on the screen stays, only the operator can go on."""
    held = Signal(object)
    """A ``Held`` intent waits for the operator's word (``link.decide``)."""

    def __init__(self, settings: Settings, notices: Notices) -> None:
        super().__init__()
        self.settings = settings
        self.notices = notices
        self.tasks = Tasks()
        self.commands = Commands()
        self.store = Store()
        self.players = PlayerPool(decodes_here=settings.video_engine == "own")
        self.players.warm()
        self._streets: dict[str, Street] = {}
        self.link: Link | None = None
        self.is_ready = False
        self._hears_record = False
        self.desk = Desk(self.store, streets=self._named_streets, parent=self)
        self.map = CityMap(self.store, MapFiles(), streets=self._named_streets, parent=self)
        self.bases = MapBases(
            self.map.page, _Bases(self.tasks), settings, paths.data() / "maps", self.tasks, notices, self
        )
        self.filming = Filming(lambda: None if self.link is None else self.link.cameras)
        self.ptz = Ptz(self.store, self.filming, parent=self)
        self._judge = Judge()
        self.walls = Walls(self._make_wall, self)
        self.wall = self.walls.first
        self.listening = Listening(
            self.walls, self.filming, StreamSounds(), lambda: self.store.operator, settings.ears, parent=self
        )
        self.layouts = NamedLayouts(self.is_camera, self)
        self.tours = Tours(self._against_opening, parent=self)
        self.desk.middle = self._middle
        self.acting = Acting(self.store, self.desk, self.map.views, self.walls, lambda: self.link, notices)
        self._tile_alarms = TileAlarms(self.store, self.walls, self)
        self._tile_consents = TileConsents(self.store, self.walls, self)
        self._join()
        self._restore()

    async def connect_to(self, url: str) -> None:
        """Take this center. Raises CenterUnusable when ``url`` is no address of one."""
        self.link = Link(url, self.store, self.notices, self.tasks, WallClock(), paths.data(), paths.cache())
        self.link.ask_with(self.held.emit)
        self.link.on_log_in_needed = self.log_in_needed.emit
        if self.map.wants_record:
            self._listen_to_record()

    async def log_in(self, user: str, password: str) -> Operator:
        """Log in and follow the center from then on. Raises Refused or LinkError; ``str`` of each is a sentence."""
        if self.link is None:
            raise RuntimeError("no center was taken")
        operator = await self.link.log_in(user, password)
        self.link.start()
        self.listening.begin()
        return operator

    def retry_now(self) -> None:
        """The network is back, or the operator does not want to wait: try the center at once."""
        if self.link is not None:
            self.link.retry_now()

    def decide(self, key: str, *, send: bool) -> None:
        """The operator's word on an intent that was held."""
        if self.link is not None:
            self.tasks.spawn(self.link.decide(key, send=send), "decide on a held intent")

    @property
    def is_settled(self) -> bool:
        """Whether every tile shows its picture or why there is none (a first start has to draw the demo's)."""
        return not any(tile.state is TileState.CONNECTING for wall in self.walls.all for tile in wall.tiles)

    async def stop(self) -> None:
        """End in order: streams, intents, link, threads. What waits in the outbox stays on disk."""
        self.desk.tick.stop()
        self.tours.shut()
        await self.listening.close()
        await self.walls.shut()
        await self.ptz.close()
        await self.acting.tasks.close()
        if self.link is not None:
            await self.link.stop()
        await self.tasks.close()
        self.map.close()
        await self.bases.close()
        await asyncio.to_thread(self.players.close)

    def keep(self) -> None:
        """Take over into the settings what the operator has arranged in the map and on the wall."""
        if (view := self.map.views.view) is not None:
            self.settings.map_view = MapView(view.lon, view.lat, view.zoom)
        self.settings.bookmarks = list(self.map.bookmarks.items)
        self.settings.layers = {row.id: row.is_visible for row in self.map.layers.rows()}
        self.settings.map_hidden = sorted(self.map.layers.filter.hidden)
        self.settings.map_district = self.map.layers.filter.district
        self.settings.hot_spots = self.map.hot_spots.kept
        if self.is_ready:  # else what the last run has kept was not brought back yet
            self.settings.tiles = wall_layouts.taken(self.wall)
            self.settings.touring = self.tours.kept(self.walls.all)
        self.settings.layouts = list(self.layouts.items)
        self.settings.tours = list(self.tours.items)
        self.settings.queue_views = list(self.desk.queue_views.items)
        self.settings.gathers_flood = self.desk.alarms.gathers_floods

    def go_on_touring(self) -> None:
        """All walls are back as they were: the tours that played go on."""
        self.tours.go_on(self.settings.touring, self.walls.all)

    def report(self, requests_outside: int, start_to_ready_s: float | None, gap: LoopGap) -> Report:
        """What this run has measured until now; the window's own figures are given by whoever runs it."""
        picture, figures = self.store.picture, self.wall.figures
        shown = self.desk.alarms.shown()
        cameras = sum(
            len(self.map.layers.points[layer])
            for layer in (Layer.CAMERAS, Layer.PLANNED)
            if layer in self.map.layers.points
        )
        return Report(
            LinkReport(str(self.store.link_status.state), self.store.age(Source.EVENTS), picture.epoch, picture.seq),
            AlarmReport(
                len(shown),
                sum(alarm.is_unacknowledged for alarm in shown),
                {p.name: sum(alarm.priority is p for alarm in shown) for p in Priority},
            ),
            UnitReport(
                self.desk.units.rowCount(), {str(s): n for s, n in sorted(self.desk.units.by_status().items()) if n}
            ),
            MapReport(cameras, self.map.layers.points_drawn, self.map.layers.first_paint_s, requests_outside),
            VideoReport(figures.tiles, figures.playing, figures.frames_per_second, self.players.played.lost),
            WindowReport(start_to_ready_s, gap.percentile(0.5), gap.percentile(0.99)),
            language.current(),
            str(self.store.link_status.mode),
        )

    def refresh(self, changes: Changes) -> None:
        """A tick: what waits for the registry, or for the first facts, goes on."""
        if changes.registry:
            self.walls.retranslate()
        if self.is_ready or not self._is_filled():
            return
        self._fill_wall()  # after alarms, units and map: nobody waits for a picture before an alarm
        self.is_ready = True
        self.ready.emit()

    def _join(self) -> None:
        """Facts reach every reader with the one tick; what is chosen in one pane is chosen in all."""
        self.desk.tick.read_by(self.map, self._tile_alarms, self._tile_consents, self.ptz, self)
        self.desk.tick.on_fault = self._tell_fault
        self.desk.tick.each_second(self.map.beat)
        self.map.layers.page_painted.connect(lambda: self.store.heard(Source.MAP))
        self.map.layers.page_painted.connect(self._look_again)
        self.map.layers.points_came.connect(self._tell_astray)
        self.map.layers.selected.connect(self._choose)
        self.map.trails.asked.connect(lambda unit: self.tasks.spawn(self._fetch_trail(unit), "fetch a trail"))
        self.map.record_wanted.connect(self._listen_to_record)
        self.map.passports.asked.connect(self._open)
        self.desk.selection.changed.connect(self._show_chosen)
        self.desk.company.gazed.connect(lambda gaze: self.link.looking(gaze) if self.link else None)
        self.desk.annunciation.sounded.connect(lambda _priority: self.listening.give_way())

    def _listen_to_record(self) -> None:
        """From now on the link asks for recorded offences: a layer shows them."""
        if self.link is not None and not self._hears_record:
            self._hears_record = True
            self.link.recording.listen(self.map.take_record)

    def _restore(self) -> None:
        settings = self.settings
        for layer, is_visible in settings.layers.items():
            self.map.layers.set_layer_visible(layer, is_visible)
        self.map.layers.show(MapFilter.remembered(settings.map_hidden, settings.map_district))
        self.map.hot_spots.restore(settings.hot_spots)
        self.map.bookmarks.restore(settings.bookmarks)
        if (kept := settings.map_view) is not None:
            self.map.views.restore(View(kept.lon, kept.lat, kept.zoom))
        self.map.page.set_theme(settings.theme)
        if (layout := wall_layouts.layout_of(settings.tiles)) is not None:
            self.wall.use_layout(layout)
        self.layouts.restore(settings.layouts)
        self.tours.restore(settings.tours)
        self.desk.queue_views.restore(settings.queue_views)
        self.desk.alarms.gather_floods(settings.gathers_flood)

    def _tell_fault(self, fault: Exception) -> None:
        text = _("Part of the window had a fault and may show old data. It was written into the log.")
        self.notices.error(text, key="window-fault", details=repr(fault))

    def _tell_astray(self) -> None:
        """The map does not show all of the registry: that is not kept silent."""
        if self.store.registry is None:
            return
        found = astray(self.store.registry, self.map.layers.points)
        if found.count:
            self.notices.warning(found.sentence, key="map-astray-registry", details="\n".join(found.ids))
        else:
            self.notices.end("map-astray-registry")

    def _fill_wall(self) -> None:
        """The cameras of the last run, else a first look at the city; only while nobody has opened any."""
        if any(self.wall.cameras):
            return
        if any(map(self.is_camera, self.settings.tiles.cameras)):
            wall_layouts.show(self.wall, self.settings.tiles, self.is_camera)
        else:
            self.wall.open_many(first_look(self.store.cameras.values(), len(self.wall.tiles)))

    def _make_wall(self) -> VideoWall:
        filming = self.filming
        wall = VideoWall(
            self.players,
            filming.open,
            self._describe,
            self.store.clock,
            footage=filming,
            judge=self._judge,
            parent=self,
        )
        wall.ptz = self.ptz
        wall.archive.said.connect(lambda text: self.notices.info(text, key="record"))
        wall.frames_shown.connect(lambda _tiles: self.store.heard(Source.VIDEO))
        return wall

    def is_camera(self, camera_id: str) -> bool:
        """Whether the registry knows this camera."""
        return camera_id in self.store.cameras

    def _against_opening(self, camera_id: str) -> str:
        """Why nobody may open a camera unasked, in words; "" where nothing speaks against it."""
        camera = self.store.cameras.get(camera_id)
        if camera is None:
            return _("the center does not know it")
        if camera.integration is not Integration.INTEGRATED:
            return _("its picture does not reach the center")
        if self.store.picture.consent(camera) is Consent.WITH_REASON:
            return _("its owner asks for a reason")
        return "" if self.store.picture.may_open(camera) else _("its owner has not agreed")

    def _is_filled(self) -> bool:
        """Whether queue, board and map have taken in what the center told."""
        has_facts = self.store.picture.seq > 0 and self.store.registry is not None
        return has_facts and self.map.layers.first_paint_s is not None

    def _look_again(self) -> None:
        if not self.is_ready:
            self.refresh(Changes())

    def _choose(self, kind: str, thing: str) -> None:
        """Something on the map was clicked."""
        selection = self.desk.selection
        match kind:
            case "alarm":
                selection.choose_alarms((thing,))
            case "incident":
                selection.choose_incident(thing)
            case "unit":
                selection.choose_unit(thing)
            case "camera":
                selection.choose_camera(thing)
            case _:
                selection.choose_thing(kind, thing)

    def _open(self, kind: str, thing: str) -> None:
        """A card of the map wants to open what it tells of."""
        if kind == "camera":
            self.acting.open_camera(thing)
        else:
            self._choose(kind, thing)

    def _show_chosen(self) -> None:
        """The ring on the map follows what was chosen last."""
        selection = self.desk.selection
        kind, thing = selection.latest
        self.map.layers.select(kind, thing)
        self.map.passports.go_with(kind, thing)

    def _middle(self) -> tuple[float, float] | None:
        view = self.map.views.view
        return None if view is None else (view.lon, view.lat)

    def _named_streets(self) -> Mapping[str, Street]:
        if not self._streets:
            for street in load(paths.RESOURCES / "city").streets:
                lon, lat = street.line[len(street.line) // 2]
                self._streets[street.id] = Street(street.name, lon, lat)
        return self._streets

    def _describe(self, camera_id: str) -> tuple[str, str]:
        """A camera's code and place (its streets, or its site) in the operator's language."""
        camera = self.store.cameras.get(camera_id)
        if camera is None:
            return camera_id, ""
        if camera.site in self.store.sites:
            return camera.id, words.name(self.store.sites[camera.site].name)
        named = (self._named_streets().get(street) for street in (camera.street, camera.cross))
        return camera.id, " – ".join(words.name(street.name) for street in named if street)

    async def _fetch_trail(self, unit: str) -> None:
        """Where a unit has been, for the map; where it cannot be had the trail begins now."""
        if self.link is None:
            return
        try:
            trail = await self.link.trail(unit)
        except (Refused, LinkError) as error:
            self.notices.warning(_("The trail begins now: {reason}").format(reason=error), key="trail")
        else:
            self.map.trails.take(unit, trail.points)
