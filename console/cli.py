"""The command line as typed options: the console itself, the embedded center, the doctor, an import of a map."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from msgspec import Struct
from msgspec.structs import replace

from console import language, paths
from console.domain.protocol import Mode
from console.domain.session import Role
from console.language import N_, _

ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""The standard library's own words on the way of our programs; it looks them up by its module's ``_``."""

REPORT_AFTER_S = 20.0
"""When a screenshot or report is written if ``--after`` does not say, seconds after the console is ready."""


class RunOptions(Struct, frozen=True):
    """``python main.py``: the console."""

    center: str = ""
    role: Role | None = None
    language: str = ""
    for_s: float | None = None
    after_s: float = REPORT_AFTER_S
    screenshot: Path | None = None
    report: Path | None = None

    @property
    def ends_by_itself(self) -> bool:
        """Whether this run needs nobody to close the window."""
        return not (self.screenshot is None and self.report is None and self.for_s is None)

    def leaving(self, screenshot: Path, report: Path) -> "RunOptions":
        """The same run, but one that leaves these files behind."""
        return replace(self, screenshot=screenshot, report=report)


class CenterOptions(Struct, frozen=True):
    """``python main.py center``: the embedded center.

    ``data`` is the folder of its log, made when missing; ``port`` 0 takes any free one; ``cameras`` are private ones.
    With ``end_with_parent`` it ends when whoever started it closes its standard input.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 0
    seed: int = 1
    cameras: int = 128_000
    end_with_parent: bool = False
    name: str = "Алматы (demo)"
    mode: Mode = Mode.LIVE


class DoctorOptions(Struct, frozen=True):
    """``python main.py doctor``: is everything here that a console needs?"""

    center: str = ""


class ImportMapOptions(Struct, frozen=True):
    """``python main.py import-map FILE``: a base map of an OpenStreetMap extract.

    ``to`` is the MBTiles file, by default one of the extract's name where the console looks for base maps; ``bounds``
    are what to draw of it: west, south, east, north in degrees.
    """

    file: Path
    name: str = ""
    to: Path | None = None
    bounds: tuple[float, float, float, float] | None = None


Options = RunOptions | CenterOptions | DoctorOptions | ImportMapOptions


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line. Ends the program with 2 and one sentence when it cannot be read, with 0 after a help."""
    argparse._ = _  # type: ignore[attr-defined]
    found = _parser().parse_args(arguments)
    if found.program == "center":
        data = found.data or paths.data() / "center"
        return CenterOptions(data, found.host, found.port, found.seed, found.cameras, found.end_with_parent)
    if found.program == "doctor":
        return DoctorOptions(found.center or "")
    if found.program == "import-map":
        return ImportMapOptions(found.file, found.name, found.to, found.bounds)
    return RunOptions(
        found.center or "",
        None if found.role is None else Role(found.role),
        found.language or "",
        found.for_s,
        found.after_s,
        found.screenshot,
        found.report,
    )


class _Parser(argparse.ArgumentParser):
    """One that says in one sentence what it does not understand."""

    def error(self, message: str) -> NoReturn:
        """End the program."""
        advice = _("{program} --help tells what there is.").format(program=self.prog)
        self.exit(2, f"kuzet: {message}. {advice}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="main.py",
        description=_("Kuzet: operations console of a city's police. Map, video, alarms and patrols in one window."),
        epilog=_(
            "Without a configured center the console starts an embedded demo center and ends it again. "
            "Without a display it runs offscreen and leaves a picture and a report."
        ),
        allow_abbrev=False,
    )
    parser.set_defaults(program="run")
    _add_center(parser)
    parser.add_argument(
        "--role", choices=[str(r) for r in Role], help=_("log in with this demo account of the demo center")
    )
    parser.add_argument("--language", choices=language.LANGUAGES, help=_("language of the window for this run"))
    parser.add_argument(
        "--for", dest="for_s", type=_seconds, metavar="SECONDS", help=_("end by itself so long after it is ready")
    )
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE", help=_("write a picture of the window (PNG), then end")
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help=_("write what was measured (JSON), then end"))
    parser.add_argument(
        "--after",
        dest="after_s",
        type=_seconds,
        default=REPORT_AFTER_S,
        metavar="SECONDS",
        help=_("write them so long after the console is ready (default: %(default)s)"),
    )
    programs = parser.add_subparsers(title=_("other programs"), metavar="{center,doctor,import-map}")
    _add_center_program(programs)
    doctor = programs.add_parser(
        "doctor",
        help=_("check what this machine has for a console, and say what to do"),
        description=_("Checks video, graphics, sound, secret store, time zones, fonts and the center."),
        allow_abbrev=False,
    )
    doctor.set_defaults(program="doctor")
    _add_center(doctor)
    _add_import_map_program(programs)
    return parser


def _add_center(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--center", metavar="URL", help=_("address of the center, for example https://center.example"))


def _add_center_program(programs: "argparse._SubParsersAction[_Parser]") -> None:
    center = programs.add_parser(
        "center",
        help=_("run the embedded demo center alone, for several consoles on this machine"),
        description=_(
            "Runs the demo center on this machine and prints one JSON line with its address when it is ready."
        ),
        allow_abbrev=False,
    )
    center.set_defaults(program="center")
    center.add_argument("--host", default="127.0.0.1", help=_("loopback address to listen on (default: %(default)s)"))
    center.add_argument("--port", type=_port, default=0, help=_("port; 0 takes a free one (default: %(default)s)"))
    center.add_argument(
        "--data", type=Path, metavar="DIR", help=_("folder of its database (default: the user's data folder)")
    )
    center.add_argument(
        "--seed", type=_seed, default=1, metavar="N", help=_("which city: the same seed makes the same one")
    )
    center.add_argument(
        "--cameras", type=_cameras, default=128_000, metavar="N", help=_("private cameras in it (default: %(default)s)")
    )
    center.add_argument("--end-with-parent", action="store_true", help=_("end when standard input is closed"))


def _add_import_map_program(programs: "argparse._SubParsersAction[_Parser]") -> None:
    importing = programs.add_parser(
        "import-map",
        help=_("make an offline base map of an OpenStreetMap extract"),
        description=_("Makes vector tiles (MBTiles) of an extract; the console offers them in its layer menu."),
        allow_abbrev=False,
    )
    importing.set_defaults(program="import-map")
    importing.add_argument(
        "file", type=Path, metavar="FILE", help=_("the extract: .osm.pbf, .osm, .osm.gz or .osm.bz2")
    )
    importing.add_argument("--name", default="", help=_("name of the map in the menu (default: the file's)"))
    importing.add_argument(
        "--to", type=Path, metavar="FILE", help=_("where to write it (default: the user's data folder)")
    )
    importing.add_argument(
        "--bounds",
        type=_bounds,
        metavar="W,S,E,N",
        help=_("draw only this part, degrees (default: all of the extract)"),
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e7:
        raise argparse.ArgumentTypeError(_("must be a number of seconds, 0 or more"))
    return value


def _bounds(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        west = south = east = north = 0.0
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise argparse.ArgumentTypeError(_("must be west,south,east,north in degrees, for example 76.7,43.1,77.1,43.4"))
    return west, south, east, north


def _port(text: str) -> int:
    value = _whole(text)
    if value is None or value > 65535:
        raise argparse.ArgumentTypeError(_("must be between 0 and 65535"))
    return value


def _cameras(text: str) -> int:
    value = _whole(text)
    if value is None or value > 2_000_000:
        raise argparse.ArgumentTypeError(_("must be between 0 and 2,000,000"))
    return value


def _seed(text: str) -> int:
    value = _whole(text)
    if value is None or value >= 2**32:
        raise argparse.ArgumentTypeError(_("must be a whole number, 0 or more"))
    return value


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
