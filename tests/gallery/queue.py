"""``python -m tests.gallery.queue [--out DIR]``: the alarm queue with every priority and state, to be looked at.

One sheet a form (narrow cards, wide columns): a column for each language. ``tests.gallery.vision`` shows the same as
eyes see it that tell colours apart less well.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from console.domain.alarms import Alarm
    from console.viewmodels.desk import Desk

SIZES = {"duty-1366": (348, 644), "duty-1920": (440, 950), "wide": (1500, 700)}
LANGUAGES = ("ru", "kk", "en")
FORMS = ("plain", "flood", "filtered", "incident")


def main() -> None:
    """Render and end."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery.queue", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("gallery"), metavar="DIR")
    parser.add_argument("--sizes", nargs="*", choices=tuple(SIZES), default=tuple(SIZES))
    parser.add_argument("--forms", nargs="*", choices=FORMS, default=FORMS)
    parser.add_argument("--languages", nargs="*", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--theme", choices=("dark", "light", "high_contrast"), default="dark")
    options = parser.parse_args()
    app = application(options.theme)
    options.out.mkdir(parents=True, exist_ok=True)
    from tests.gallery.wall import _together

    for size in options.sizes:
        for form in options.forms:
            row = [queue(app, language, SIZES[size], form) for language in options.languages]
            target = options.out / f"queue-{form}-{size}-{options.theme}.png"
            _together([[one] for one in row] if size == "wide" else [row]).save(str(target))
            print(target, flush=True)


def application(theme_id: str) -> "QApplication":
    """An application without a screen, dressed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui import theme

    app = QApplication(sys.argv[:1])
    theme.apply(app, theme_id)
    return app


def queue(app: "QApplication", language: str, size: tuple[int, int], form: str = "plain") -> "QImage":
    """The alarm pane in a language."""
    from console.domain.alarm_filter import AlarmFilter, Grouping
    from console.domain.alarms import AlarmKind
    from tests.desk import NOW, incident, store, unit
    from ui import translation
    from ui.alarms.pane import AlarmPane

    translation.use_language(app, language)
    shown = [*alarms(), *(flood() if form == "flood" else ())]
    of = store(shown, [unit("M21"), unit("M07")], [incident("INC-104", alarms=("held",))])
    of.enroll(_registry())
    of.picture.operators.update({"nurlanov": "Д. Нурланов", "serikova": "А. Серикова"})
    of.clock.tell(NOW, 0.0)
    from console.viewmodels.desk import Desk

    desk = Desk(of)
    desk.tick.now()
    pane = AlarmPane(desk)
    pane.resize(*size)
    pane.show()
    _arrange(desk, form, AlarmFilter(districts=frozenset({"751910000"}), kinds=frozenset({AlarmKind.THEFT})))
    if form == "incident":
        desk.alarms.group_by(Grouping.DISTRICT)
    pane.choose("p2-new")
    if size[1] > 1000:
        pane.show_card(False)
    desk.tick.now()
    desk.alarms.beat()
    for _turn in range(5):
        app.processEvents()
    image = pane.grab().toImage()
    pane.hide()
    pane.deleteLater()
    return image


def _arrange(desk: "Desk", form: str, wanted: object) -> None:
    if form == "flood":
        desk.alarms.follow_flood(True)
    elif form == "filtered":
        desk.alarms.show(wanted)  # type: ignore[arg-type]


def alarms() -> Iterator["Alarm"]:
    """Every priority in every state, faults, repeats, and what is wrong with some devices."""
    from console.domain.alarms import AlarmKind, AlarmState, Parking
    from tests.desk import NOW, alarm

    kinds = {
        1: (AlarmKind.PANIC_BUTTON, AlarmKind.HOLD_UP, AlarmKind.OFFICER_EMERGENCY),
        2: (AlarmKind.FIRE, AlarmKind.FIGHT, AlarmKind.ROAD_ACCIDENT),
        3: (AlarmKind.THEFT, AlarmKind.FRAUD, AlarmKind.ABANDONED_OBJECT),
        4: (AlarmKind.CAMERA_OFFLINE, AlarmKind.LAMP_OUTAGE, AlarmKind.SYSTEM_FAULT),
    }
    places = _places()
    for number, (new, over, seen) in kinds.items():
        yield alarm(
            f"p{number}-new", new, raised_at=NOW - 4 * number**3, place=places[0], site="SITE-1" * (number == 2)
        )
        yield alarm(
            f"p{number}-over", over, raised_at=NOW - 400, state=AlarmState.RETURNED_UNACKNOWLEDGED, place=places[1],
            district="751910000",
        )  # fmt: skip
        yield alarm(
            f"p{number}-seen", seen, raised_at=NOW - 1800, state=AlarmState.ACKNOWLEDGED, owner="nurlanov",
            place=places[2],
        )  # fmt: skip
    yield alarm("held", AlarmKind.CROWD, state=AlarmState.ACKNOWLEDGED, owner="serikova", incident="INC-104")
    yield alarm("again", AlarmKind.TURNSTILE_FORCED, occurrences=7, recent=(NOW - 30, NOW - 20, NOW - 9))
    yield alarm("stale", AlarmKind.CAMERA_TAMPERED, raised_at=NOW - 30 * 3600)
    yield alarm("early", AlarmKind.THEFT, raised_at=NOW + 9000, source="CAM-99", district="751910000")
    parked = ((AlarmState.SHELVED, "s"), (AlarmState.SUPPRESSED, "u"), (AlarmState.OUT_OF_SERVICE, "o"))
    for state, name in parked:
        parking = Parking("nurlanov", NOW - 300, "…", NOW + 3600)
        yield alarm(name, AlarmKind.INTRUSION, state=state, parking=parking, raised_at=NOW - 5000)


def flood() -> Iterator["Alarm"]:
    """A power cut: many cameras at once."""
    from console.domain.alarms import AlarmKind
    from tests.desk import NOW, alarm

    for n in range(400):
        yield alarm(
            f"cut{n}", AlarmKind.CAMERA_OFFLINE, raised_at=NOW - 90 + n / 8,
            lon=76.92 + n % 20 * 5e-4, lat=43.24 + n // 20 * 5e-4, source=f"CAM-{100_000 + n}",
        )  # fmt: skip


def _registry() -> "Registry":  # noqa: F821 - imported when needed
    """Some cameras, a guarded school."""
    from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
    from console.domain.registry import Registry
    from console.domain.sites import ProtectionSystem, Site, SiteKind, SystemKind
    from tests.desk import NOW

    cameras = [
        Camera(
            f"CAM-{n}", 76.93 + n * 4e-4, 43.25, "751110000", CameraOwner.CITY, Integration.INTEGRATED,
            Consent.NOT_NEEDED, PlaceKind.CROSSING, 270, 90, 120, "", "", "",
        )
        for n in range(1, 6)
    ]  # fmt: skip
    systems = tuple(ProtectionSystem(f"SYS-{kind}", kind, NOW - 90 * 86_400) for kind in SystemKind)
    site = Site("SITE-1", SiteKind.SCHOOL, _places()[2], 76.93, 43.25, "751110000", systems)
    return Registry("almaty", 1, 0, cameras, [], [site], [], [])


def _places() -> Sequence["LocalText"]:  # noqa: F821 - imported when needed
    from console.domain.text import LocalText

    return (
        LocalText(
            "проспект Абая – улица Байтурсынова", "Абай даңғылы – Байтұрсынов көшесі", "Abay Ave – Baitursynov St"
        ),
        LocalText("ТРЦ «Достык Плаза»", "«Достық Плаза» СОО", "Dostyk Plaza mall"),
        LocalText("Школа-гимназия № 138", "№ 138 мектеп-гимназия", "School-gymnasium No. 138"),
    )


if __name__ == "__main__":
    main()
