"""``python -m tests.gallery.card [--out DIR]``: the card of an alarm with its small map, in the demo city.

One sheet a size and theme: a row for each language, a column for each place (a school, a crossing, a park, a place
without a position, one far outside).
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from console.domain.alarms import Alarm
    from console.viewmodels.desk import Desk

SIZES = {"duty-1366": (348, 644), "duty-1920": (440, 950), "wide": (1500, 700), "under-wide": (900, 700)}
LANGUAGES = ("ru", "kk", "en")
THEMES = ("dark", "light", "high_contrast")


def main() -> None:
    """Render and end."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery.card", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("gallery"), metavar="DIR")
    parser.add_argument("--sizes", nargs="*", choices=tuple(SIZES), default=tuple(SIZES))
    parser.add_argument("--languages", nargs="*", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--themes", nargs="*", choices=THEMES, default=("dark", "light"))
    parser.add_argument("--places", nargs="*", default=())
    parser.add_argument("--open", action="store_true", help="the small map is open, whatever the room")
    options = parser.parse_args()
    from tests.gallery.queue import application
    from tests.gallery.wall import _together

    app = application("dark")
    options.out.mkdir(parents=True, exist_ok=True)
    desk = city_desk()
    names = options.places or [alarm.id for alarm in _alarms(desk)]
    for theme_id in options.themes:
        for size in options.sizes:
            rows = [
                [
                    _card(app, desk, name, language, theme_id, SIZES[size], is_open=options.open or None)
                    for name in names
                ]
                for language in options.languages
            ]
            target = options.out / f"card-{size}-{theme_id}.png"
            _together(rows).save(str(target))
            print(target, flush=True)


def city_desk() -> "Desk":
    """A desk over the demo city with alarms where it is interesting."""
    from console.center.world.demo import DemoWorld
    from console.domain.picture import Snapshot
    from console.viewmodels.desk import Desk
    from tests.desk import NOW, store

    with tempfile.TemporaryDirectory() as cache:
        world = DemoWorld(cameras=20_000, cache=Path(cache), now=NOW)
    of = store()
    of.enroll(world.registry)
    desk = Desk(of)
    of.load(Snapshot("epoch", 0, NOW, tuple(_alarms(desk)), (), world.units, {}))
    of.clock.tell(NOW, 0.0)
    desk.tick.now()
    return desk


def _alarms(desk: "Desk") -> Sequence["Alarm"]:
    from console.domain.alarms import AlarmKind, AlarmState
    from tests.desk import alarm

    store = desk._store
    school = next(s for s in store.sites.values() if s.kind == "school")
    button = next(b for b in store.buttons.values() if b.district == "751110000")
    seen = AlarmState.ACKNOWLEDGED
    return (
        alarm("school", AlarmKind.INTRUSION, lon=school.lon, lat=school.lat, site=school.id, place=school.name),
        alarm("button", AlarmKind.PANIC_BUTTON, lon=button.lon, lat=button.lat, source=button.id),
        alarm("park", AlarmKind.FIGHT, lon=76.9540, lat=43.2590, state=seen, owner="serikova"),
        alarm("nowhere", AlarmKind.THEFT, lon=0.0, lat=0.0),
        alarm("outside", AlarmKind.FIRE, lon=77.6, lat=43.9),
    )


def _card(
    app: "QApplication",
    desk: "Desk",
    name: str,
    language: str,
    theme_id: str,
    size: tuple[int, int],
    is_open: bool | None,
) -> "QImage":
    from ui import theme, translation
    from ui.alarms.pane import AlarmPane

    theme.apply(app, theme_id)
    translation.use_language(app, language)
    desk.retranslate()
    pane = AlarmPane(desk)
    pane.card.open_surroundings(is_open)
    pane.resize(*size)
    pane.show()
    pane.choose(name)
    desk.alarms.beat()
    for _turn in range(5):
        app.processEvents()
        pane.resize(*size)  # before its style is known a pane may want to be wider
    image = pane.grab().toImage()
    pane.hide()
    pane.deleteLater()
    return image


if __name__ == "__main__":
    main()
