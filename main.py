"""Kuzet's entry: reads the command line and starts the program asked for.

It is the only place that knows both the console and its window, and the loop that runs them. What a window needs is
imported only where a window is opened: the center runs without Qt.
"""

import asyncio
import gc
import logging
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from console import cli, clock, language, logs, paths, settings
from console.cli import CenterOptions, DoctorOptions, ImportMapOptions, RunOptions
from console.commands import Command, Menu
from console.domain.errors import Refused
from console.domain.session import DEMO_PASSWORD, Role
from console.embedded import EmbeddedCenter, EmbeddedFailed
from console.keeping import Keeping
from console.language import N_, _
from console.link import rest
from console.link.errors import LinkError
from console.reasons import against_writing, reason

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from console.app import Console
    from console.viewmodels.gap import LoopGap
    from ui.alarms.voice import Voice
    from ui.main_window import MainWindow
    from ui.map.pane import MapPane
    from ui.video.windows import WallWindows

READY_S = 300.0
"""Longest wait for a console that shall write a report by itself; a first start draws the demo's pictures."""

EMBEDDED = [sys.executable, str(Path(__file__).resolve()), "center", "--port", "0", "--end-with-parent"]


def main() -> int:
    """Run what the command line asks for; the exit code (0: all went well)."""
    language.use(language.system())
    options = cli.parse()
    match options:
        case CenterOptions():
            from console.center import server

            logs.start(file="center.log", terminal=logging.WARNING)
            return server.run(options)
        case DoctorOptions():
            return _examine(options)
        case ImportMapOptions():
            from console.mapping.osm import program

            logs.start(file="import.log", terminal=logging.CRITICAL)
            return program.run(options)
        case RunOptions():
            return _run_console(options)


def _examine(options: DoctorOptions) -> int:
    from console import doctor
    from ui import display, qt_log

    display.choose()
    qt_log.install()
    from ui import doctor as window_doctor

    checks = [*doctor.checks(options.center or _configured()), *window_doctor.checks()]
    for check in checks:
        print(check)
    return int(any(check.is_needed and not check.is_ok for check in checks))


def _configured() -> str:
    """The center in the settings; "" where there is none, or they cannot be read (the console itself tells that)."""
    with suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode((paths.config() / settings.FILE).read_bytes(), type=dict[str, Any])
        return str(found.get("center", ""))
    return ""


def _run_console(options: RunOptions) -> int:
    from ui import display

    if options.language:
        language.use(options.language)
    if not display.choose():
        _tell(_("No display was found: Kuzet runs offscreen."))
        if not options.ends_by_itself:
            options = options.leaving(Path("kuzet-shot.png"), Path("kuzet-report.json"))
    for target in (options.screenshot, options.report):
        if target is not None and (why := against_writing(target)):
            _tell(_("{file} cannot be written: {reason}.").format(file=target, reason=why))
            return 1
    try:
        chosen, trouble = settings.load()
    except OSError as error:
        _tell(
            _("The settings in {folder} cannot be read: {reason}.").format(folder=paths.config(), reason=reason(error))
        )
        return 1
    logs.start(chosen.log_level)
    threading.Thread(target=rest.preload, name="preload", daemon=True).start()

    gc.disable()  # a start makes hundreds of thousands of things and throws none away
    from ui import qt_log
    from ui.map import scheme

    qt_log.install()
    scheme.register()
    scheme.prepare_environment()
    import qasync
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    scheme.warm(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        return int(loop.run_until_complete(_build(app, options, chosen, trouble).run()))


def _build(
    app: "QApplication", options: RunOptions, chosen: settings.Settings, trouble: settings.Trouble | None
) -> "Shift":
    """Put console and window together."""
    from console.app import Console
    from console.notices import Notices
    from console.viewmodels.gap import LoopGap
    from ui import display, theme, translation
    from ui.alarms.annunciator import SilentSpeaker, Speaker
    from ui.alarms.voice import SilentVoice
    from ui.main_window import MainWindow
    from ui.map.handling import MapHandling
    from ui.map.pane import MapPane
    from ui.map.sharing import MapSharing
    from ui.video.handling import VideoHandling
    from ui.video.wall import VideoPane
    from ui.video.windows import WallWindows

    translation.use_language(app, options.language or chosen.language or language.system())
    theme.apply(app, chosen.theme)
    console = Console(chosen, Notices())
    if display.is_offscreen():
        speaker: Speaker = SilentSpeaker()
    else:
        from ui.alarms.speaker import DeviceSpeaker
        from ui.video.loudspeaker import DeviceLoudspeaker

        speaker = DeviceSpeaker()
        console.listening.hear_with(DeviceLoudspeaker(console))
    map_pane, video_pane = MapPane(console.map), VideoPane(console.wall)
    shifts: list[Shift] = []
    console.commands.add(Command("console.log_in", N_("Log in…"), lambda: shifts[0].log_in_again(), Menu.CONSOLE))
    map_pane.gaps.saved.connect(lambda text: console.notices.info(text, key="gaps"))
    map_pane.gaps.not_saved.connect(lambda text: console.notices.error(text, key="gaps"))
    sharing = MapSharing(console.map, console.desk.status, map_pane, console.notices)
    handling = MapHandling(console.map, console.desk, console.acting, map_pane, console.notices)
    video = VideoHandling(
        console.walls,
        console.layouts,
        console.tours,
        console.desk.status,
        chosen,
        console.notices,
        video_pane,
        console.listening,
        (console.desk.consents, console.acting),
    )
    console.commands.add(*map_pane.commands, *handling.commands, *video.commands, *sharing.commands)
    window = MainWindow(
        console.desk,
        console.acting,
        console.notices,
        console.commands,
        map_pane,
        video_pane,
        speaker,
        voice=SilentVoice if display.is_offscreen() else _voice,
        center=options.center or chosen.center,
        keys={command: tuple(keys) for command, keys in chosen.keys.items()},
        settings=chosen,
    )
    if trouble is not None:
        console.notices.warning(_settings_trouble(trouble), key="settings")
    window.palette_box.add(video.found)
    wall_windows = WallWindows(console.walls, video, window.actions_of, window)
    shifts.append(Shift(console, window, map_pane, wall_windows, LoopGap(console), options))
    return shifts[0]


def _voice() -> "Voice":
    """The system's speech engine; loaded where new alarms are to be said aloud."""
    from ui.alarms.engine_voice import EngineVoice

    return EngineVoice()


class Shift:
    """One run at the desk: center, log in, work, and an end in order."""

    def __init__(
        self,
        console: "Console",
        window: "MainWindow",
        map_pane: "MapPane",
        wall_windows: "WallWindows",
        gap: "LoopGap",
        options: RunOptions,
    ) -> None:
        from ui.dialogs.held import HeldQuestions

        self.console, self.window, self._wall_windows = console, window, wall_windows
        self._map_pane, self._gap, self._options = map_pane, gap, options
        self._settings = console.settings
        self._keeping = Keeping(self._settings, self._gather, console.notices)
        self._center: EmbeddedCenter | None = None
        self._leaving = asyncio.Event()
        self._ready = asyncio.Event()
        self._held = HeldQuestions(lambda: console.link.held if console.link else (), self._decide, window)
        self._beginning: asyncio.Task[str] | None = None
        self._asking: asyncio.Task[None] | None = None
        self._start_to_ready_s: float | None = None
        console.ready.connect(self._note_ready)
        console.held.connect(self._held.ask)
        console.log_in_needed.connect(self.log_in_again)
        window.held_asked.connect(self._ask_all_held)
        window.closed.connect(self.leave)
        window.theme_chosen.connect(self._use_theme)
        window.language_chosen.connect(self._use_language)
        window.keys_changed.connect(self._use_keys)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.leave())

    async def run(self) -> int:
        """Work until the window is closed or the time is up; the exit code."""
        self._show()
        self._watch_network()
        self.console.tasks.spawn(self._keeping.run(), "keep settings")
        self._beginning = self.console.tasks.spawn(self._begin(), "begin")
        try:
            problem = await self._beginning or await self._work()
            if problem and not self._options.ends_by_itself:
                await self._show_problem(problem)
        except asyncio.CancelledError:  # the operator left before anything had begun
            problem = ""
        finally:
            await self._end()
        if problem:
            _tell(problem)
        return int(bool(problem))

    def leave(self) -> None:
        """End, whatever is going on."""
        self._leaving.set()
        self._ready.set()
        if self._beginning is not None:
            self._beginning.cancel()

    def _show(self) -> None:
        saved = self._settings
        self.window.resize(1920, 1080)
        self.window.workspace.lay_out_duty()
        if saved.window_geometry:
            self.window.workspace.restore({"geometry": saved.window_geometry, "panes": saved.window_state})
        self.window.show()

    async def _begin(self) -> str:
        """Find the center, log in, follow it; in one sentence why that cannot be, else ""."""
        url = self._options.center or self._settings.center
        is_demo = self._options.role is not None or not url
        try:
            if not url:
                self._center = EmbeddedCenter(EMBEDDED, self.console.notices)
                url = await self._center.start()
            await self.console.connect_to(url)
            if is_demo:
                await self.console.log_in(self._options.role or Role.DUTY_OFFICER, DEMO_PASSWORD)
            elif self._options.ends_by_itself:
                return _("Nobody is there to log in; for a demo center, name the account with --role.")
            else:
                await self._ask_log_in(url, self.leave)
        except (EmbeddedFailed, LinkError, Refused) as error:
            return str(error)
        return ""

    async def _ask_log_in(self, url: str, leave: Callable[[], None]) -> None:
        """Let the operator log in, as often as it takes; ``leave`` is called when the question is left."""
        from ui.dialogs.log_in import LogInDialog

        dialog = LogInDialog(url, self._settings.user, self.window)
        answers: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue()
        dialog.submitted.connect(lambda user, password: answers.put_nowait((user, password)))
        dialog.rejected.connect(lambda: answers.put_nowait(None))
        dialog.open()
        while (answer := await answers.get()) is not None:
            try:
                await self.console.log_in(*answer)
            except (Refused, LinkError) as error:
                dialog.refuse(str(error))
            else:
                self._settings.user = answer[0]
                dialog.accept()
                return
        leave()

    def log_in_again(self) -> None:
        """The session has ended while all else goes on: ask, and ask again when the question was only left."""
        if self._asking is None or self._asking.done():
            url = self.console.link.url if self.console.link else ""
            self._asking = self.console.tasks.spawn(self._ask_log_in(url, self._offer_log_in), "log in again")

    def _offer_log_in(self) -> None:
        self.console.notices.warning(_("You are not logged in: orders wait. Console menu: Log in…"), key="log-in")

    async def _work(self) -> str:
        """Until the operator leaves or the time is up; in one sentence what could not be done, else ""."""
        options = self._options
        if not options.ends_by_itself:
            await self._leaving.wait()
            return ""
        await self._within(READY_S, self._ready)
        if not self._ready.is_set():
            return _("The console did not become ready in {n} s.").format(n=round(READY_S))
        waiting_since = clock.monotonic()
        while not (self.console.is_settled or self._leaving.is_set()) and clock.monotonic() - waiting_since < READY_S:
            await self._within(0.25, self._leaving)
        waited = 0.0
        if options.screenshot or options.report:
            waited = options.after_s
            await self._within(waited, self._leaving)
            if problem := self._leave_behind():
                return problem
        if options.for_s is not None:
            await self._within(options.for_s - waited, self._leaving)
        return ""

    async def _show_problem(self, problem: str) -> None:
        """Say in the window why it is about to close: whoever started it from a menu sees no terminal."""
        from ui.dialogs.problem import ProblemDialog

        dialog = ProblemDialog(problem, self.window)
        dialog.finished.connect(self._leaving.set)
        dialog.open()
        await self._leaving.wait()

    def _leave_behind(self) -> str:
        """Write the picture and the report; in one sentence what could not be written, else ""."""
        report = self.console.report(self._map_pane.requests_outside, self._start_to_ready_s, self._gap)
        for target, write in ((self._options.screenshot, self._draw), (self._options.report, report.write)):
            try:
                if target is not None:
                    write(target)
            except OSError as error:
                return _("{file} cannot be written: {reason}.").format(file=target, reason=reason(error))
        return ""

    def _draw(self, target: Path) -> None:
        """Write a picture of the window (PNG). Raises OSError."""
        from PySide6.QtCore import QBuffer

        drawn = QBuffer()
        self.window.grab().save(drawn, "PNG")
        target.write_bytes(drawn.data().data())

    async def _end(self) -> None:
        """Keep what was arranged, then let everything go, the last thing first."""
        if problem := await self._keeping.keep():
            _tell(problem)
        self._wall_windows.hide()
        self.window.hide()
        await self.console.stop()
        if self._center is not None:
            await self._center.stop()
        self.window.deleteLater()

    def _gather(self) -> None:
        """Bring what was arranged into the settings."""
        places = self.window.workspace.saved()
        self._settings.window_geometry, self._settings.window_state = places["geometry"], places["panes"]
        self._settings.walls = self._wall_windows.kept(self._settings.walls)
        self.console.keep()

    async def _within(self, seconds: float, event: asyncio.Event) -> None:
        """Wait for an event, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await event.wait()

    def _note_ready(self) -> None:
        from ui.collector import Collector

        self._start_to_ready_s = clock.process_age()
        self._collector = Collector(self.window)
        self._wall_windows.restore(self._settings.walls, self.console.is_camera)
        self.console.go_on_touring()
        self._gap.restart()
        self._ready.set()

    def _ask_all_held(self) -> None:
        """Put every question again that the operator has put off."""
        if not self._held.ask_all():
            self.console.notices.info(_("No order waits for your word; they go as soon as the center takes them."))

    def _decide(self, key: str, is_to_be_sent: bool) -> None:
        self.console.decide(key, send=is_to_be_sent)

    def _watch_network(self) -> None:
        """Try at once when the system says that the network is back."""
        from PySide6.QtNetwork import QNetworkInformation

        if QNetworkInformation.loadDefaultBackend() and (network := QNetworkInformation.instance()):
            network.reachabilityChanged.connect(lambda *_: self.console.retry_now())

    def _use_theme(self, theme_id: str) -> None:
        self._settings.theme = theme_id
        self.console.map.page.set_theme(theme_id)

    def _use_keys(self, keys: dict[str, tuple[str, ...]]) -> None:
        self._settings.keys = {command: list(own) for command, own in keys.items()}

    def _use_language(self, code: str) -> None:
        self._settings.language = code
        self.console.map.retranslate()


def _tell(sentence: str) -> None:
    """Say something on the terminal."""
    print(f"kuzet: {sentence}", file=sys.stderr, flush=True)


def _settings_trouble(trouble: settings.Trouble) -> str:
    if trouble.is_damaged:
        text = _("The settings could not be read and are as new. The damaged file is kept as {file}.")
        return text.format(file=trouble.kept_as)
    fields = ", ".join((*trouble.unknown, *trouble.invalid))
    text = _("Some settings were not understood and left out: {fields}. The file as it was is kept as {file}.")
    return text.format(fields=fields, file=trouble.kept_as)


if __name__ == "__main__":
    sys.exit(main())
