"""The passport of a guarded site, and what a service center has at home: what a card beside the map says of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.alarms import Alarm, Priority
from console.domain.cameras import Camera
from console.domain.changes import Changes
from console.domain.devices import Health
from console.domain.sites import ProtectionSystem, ServiceCenter, Site, SystemKind
from console.domain.units import UnitStatus
from console.language import N_, _, ngettext
from console.state.store import Store
from console.viewmodels import map_words, words

TEST_DUE_S = 365 * 86_400.0
"""A protection system is tested at least once a year (NFPA 72, 2022, table 14.4.3.2); what was not is marked."""

CAMERAS_AT_MOST = 24

SYSTEMS = {
    SystemKind.CAMERAS: N_("Cameras"),
    SystemKind.PANIC_BUTTON: N_("Panic button"),
    SystemKind.TURNSTILE: N_("Turnstiles"),
    SystemKind.SECURITY_ALARM: N_("Security alarm"),
    SystemKind.FIRE_ALARM: N_("Fire alarm"),
}


class Tone(StrEnum):
    """How a line is said."""

    PLAIN = "plain"
    WARNING = "warning"
    QUIET = "quiet"


class Opens(StrEnum):
    """What pressing a line does."""

    NOTHING = ""
    CAMERA = "camera"
    ALARM = "alarm"
    INCIDENT = "incident"
    JOIN = "join"
    """An incident that may be the same: to be merged or linked."""
    REPAIR = "repair"
    """A device whose repair can be ordered."""


class Line(Struct, frozen=True):
    """A line of a card: ``text``, at its end ``value``, under it ``hint``; ``opens`` the thing with the id ``key``.

    ``tone`` is that of the value (where there is none, of the text), ``hint_tone`` that of the hint.
    """

    text: str
    value: str = ""
    hint: str = ""
    tone: Tone = Tone.PLAIN
    hint_tone: Tone = Tone.PLAIN
    opens: Opens = Opens.NOTHING
    key: str = ""
    priority: Priority | None = None


class Section(Struct, frozen=True):
    """Lines under a title."""

    title: str
    lines: tuple[Line, ...]


class Facts(Struct, frozen=True):
    """A card in the operator's language; ``at`` is the longitude and latitude it speaks of."""

    title: str
    hint: str
    at: tuple[float, float]
    sections: tuple[Section, ...]


class Passports(QObject):
    """Which site or center is told of, and what. ``place`` gives an address for a longitude and latitude.

    ``changed``: there is something else to say, or nothing any more. What the card asks for goes out by ``asked``.
    """

    changed = Signal()
    asked = Signal(str, str)
    """What to open (``Opens``), and its id."""

    def __init__(self, store: Store, place: Callable[[float, float], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._place = store, place
        self._site: Site | None = None
        self._center: ServiceCenter | None = None
        self._cameras: list[Camera] = []
        self._chosen = ("", "")

    def choose(self, kind: str, thing: str) -> None:
        """Something was chosen: a site or a center is told of, anything else takes the card away."""
        self._chosen = (kind, thing)
        centers = self._store.registry.service_centers if self._store.registry else ()
        self._site = self._store.sites.get(thing) if kind == "site" else None
        self._center = next((c for c in centers if c.id == thing), None) if kind == "center" else None
        site = self._site
        self._cameras = [c for c in self._store.cameras.values() if c.site == site.id] if site else []
        self.changed.emit()

    def go_with(self, kind: str, thing: str) -> None:
        """The same, where it is another choice than the last one: a card that was closed does not open by itself."""
        if (kind, thing) != self._chosen:
            self.choose(kind, thing)

    def dismiss(self) -> None:
        """The card was closed."""
        self._site = self._center = None
        self._cameras = []
        self.changed.emit()

    @property
    def district(self) -> str:
        """KATO code of the district whose center is told of; "" for none."""
        return self._center.district if self._center else ""

    def refresh(self, changes: Changes) -> None:
        """Take in what changed since the last tick."""
        if changes.registry and (self._site or self._center):
            site, center = self._site, self._center
            self.choose("site" if site else "center", site.id if site else center.id if center else "")
        elif (self._site and (changes.whole or changes.devices or changes.alarms)) or (
            self._center and (changes.whole or changes.units or changes.incidents)
        ):
            self.changed.emit()

    def facts(self) -> Facts | None:
        """What the card says now; None where nothing is told of."""
        if self._site:
            return self._of_site(self._site)
        return self._of_center(self._center) if self._center else None

    # A site

    def _of_site(self, site: Site) -> Facts:
        address = self._place(site.lon, site.lat)
        hint = " · ".join(part for part in (words.word(site.kind), words.district(site.district), address) if part)
        alarms = [a for a in self._store.picture.alarms.values() if a.site == site.id]
        alarms.sort(key=lambda alarm: (alarm.priority, -alarm.raised_at))
        sections = [Section(_("Protection systems"), tuple(self._system(system, alarms) for system in site.systems))]
        if alarms:
            sections.insert(0, Section(_("Open alarms"), tuple(self._alarm(alarm) for alarm in alarms)))
        if self._cameras:
            title = ngettext("{n} camera", "{n} cameras", len(self._cameras)).format(n=len(self._cameras))
            sections.append(Section(title, tuple(map(self._camera, self._cameras[:CAMERAS_AT_MOST]))))
        return Facts(words.name(site.name), hint, (site.lon, site.lat), tuple(sections))

    def _system(self, system: ProtectionSystem, alarms: list[Alarm]) -> Line:
        now = self._store.clock.now()
        health = self._store.picture.devices.get(system.id, Health.OK)
        state = _(map_words.HEALTH[health])
        since = min((a.raised_at for a in alarms if a.source == system.id), default=None)
        if health is not Health.OK and since is not None:
            state = _("{state} for {age}").format(state=state, age=words.age(now - since))
        tested = _("Tested {day}").format(day=words.day(system.tested_at))
        is_overdue = now - system.tested_at > TEST_DUE_S
        if is_overdue:
            tested = _("{tested}: overdue").format(tested=tested)
        return Line(
            _(SYSTEMS[system.kind]),
            state,
            tested,
            Tone.PLAIN if health is Health.OK else Tone.WARNING,
            Tone.WARNING if is_overdue else Tone.PLAIN,
        )

    def _alarm(self, alarm: Alarm) -> Line:
        age = words.age(self._store.clock.now() - alarm.raised_at)
        return Line(
            words.word(alarm.kind),
            f"{words.word(alarm.state)} · {age}",
            opens=Opens.ALARM,
            key=alarm.id,
            priority=alarm.priority,
        )

    def _camera(self, camera: Camera) -> Line:
        state = map_words.camera_state(self._store, camera)
        if not self._store.picture.may_open(camera):
            return Line(words.camera(camera), state, tone=Tone.QUIET)
        return Line(words.camera(camera), state, opens=Opens.CAMERA, key=camera.id)

    # A service center

    def _of_center(self, center: ServiceCenter) -> Facts:
        address = self._place(center.lon, center.lat)
        hint = " · ".join(part for part in (words.district(center.district), address) if part)
        sections = (
            Section(_("Units at home here"), tuple(self._units(center))),
            Section(_("Open incidents of the district"), tuple(self._incidents(center))),
        )
        return Facts(words.name(center.name), hint, (center.lon, center.lat), sections)

    def _units(self, center: ServiceCenter) -> Iterator[Line]:
        now = self._store.clock.now()
        by_status = Counter(u.status_at(now) for u in self._store.picture.units.values() if u.home == center.id)
        for status in UnitStatus:
            if by_status[status]:
                yield Line(words.word(status), str(by_status[status]))
        if not by_status:
            yield Line(_("None"), tone=Tone.QUIET)

    def _incidents(self, center: ServiceCenter) -> Iterator[Line]:
        now = self._store.clock.now()
        incidents = [i for i in self._store.picture.incidents.values() if i.is_open and i.district == center.district]
        for incident in sorted(incidents, key=lambda one: (one.priority, one.opened_at)):
            sent = ngettext("{n} unit", "{n} units", len(incident.units)).format(n=len(incident.units))
            sent = sent if incident.units else _("nobody sent")
            yield Line(
                words.incident_title(incident),
                words.age(now - incident.opened_at),
                f"{words.word(incident.status)} · {sent}",
                hint_tone=Tone.PLAIN if incident.units else Tone.WARNING,
                opens=Opens.INCIDENT,
                key=incident.id,
                priority=incident.priority,
            )
        if not incidents:
            yield Line(_("None"), tone=Tone.QUIET)
