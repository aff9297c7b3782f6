"""The world of the demo city, as the center sees it: registry, units on duty, and what happens from step to step."""

from pathlib import Path

from console.center.signals import Heads, Shift, Signal, Step
from console.center.world.answers import agencies_said, units_said, workshops_said
from console.center.world.callers import Callers
from console.center.world.chronicle import Chronicle
from console.center.world.colleagues import Colleagues
from console.center.world.devices import Devices
from console.center.world.dispatchers import units_sent
from console.center.world.earlier import SHIFT_S, plan
from console.center.world.happenings import Happenings
from console.center.world.heads import DemoHeads
from console.center.world.nature import load_nature
from console.center.world.offences import PER_HOUR, pools
from console.center.world.owners import Owners
from console.center.world.recorded import Recorded
from console.center.world.registry import CAMERAS, kept_registry
from console.center.world.traffic import Traffic
from console.domain.alarms import AlarmKind
from console.domain.offences import Offences
from console.domain.picture import Picture
from console.domain.plane import to_degrees
from console.domain.registry import Registry
from console.domain.schematic import load
from console.domain.units import Unit
from console.insight.streets import StreetGraph
from console.paths import RESOURCES

SEED = 1
"""The city one gets without asking for another."""


class DemoWorld:
    """The demo city; implements ``console.center.signals.World``.

    Args:
        seed: the same seed makes the same city with the same hours.
        cameras: how many private cameras the registry has; the city's own and planned ones come on top.
        cache: folder that keeps the registry once it is made.
        now: Unix seconds of the center's clock.
        per_hour: mean number of alarms an hour.

    Raises:
        SchematicError: the schematic that ships with the program is damaged.
    """

    registry: Registry
    heads: Heads
    streets: StreetGraph
    units: tuple[Unit, ...]

    def __init__(
        self, seed: int = SEED, cameras: int = CAMERAS, *, cache: Path, now: float, per_hour: float = PER_HOUR
    ) -> None:
        self._seed = seed
        schematic, nature = load(RESOURCES / "city"), load_nature(RESOURCES / "city")
        self._schematic = schematic
        graph = self.streets = StreetGraph(schematic.streets)
        self.registry = kept_registry(schematic, nature, graph, seed, cameras, cache)
        districts = [schematic.district_at(*to_degrees(*place)) for place in zip(graph.xs, graph.ys, strict=True)]
        node_districts = [district.id if district else "" for district in districts]
        self._traffic = Traffic(graph, self.registry, node_districts, seed, now)
        self.units = self._traffic.units
        devices = Devices(schematic, graph, self.registry, self._traffic.where)
        self._chronicle = Chronicle(seed, self.registry, pools(schematic, self.registry, self.units), per_hour)
        self._callers = Callers(seed, self.registry)
        self._owners = Owners(seed, self.registry)
        self.heads = DemoHeads(self.registry.cameras)
        self._recorded = Recorded(seed, schematic, self.registry.cameras)
        self._happenings = Happenings(seed, self.registry, devices, self._chronicle)

    def earlier_shift(self, now: float) -> Shift:
        """Those who worked here until ``now``; the world then begins with them. Ask before the first step."""
        begin = now - SHIFT_S
        self._traffic.begin(begin)
        self.units = self._traffic.units
        self._callers.begin = now
        self._happenings.plan(plan(self._seed, now, self._chronicle, self.registry.buttons), now)
        return Colleagues(self._seed, begin, now, self.streets)

    def step(self, now: float, picture: Picture) -> Step:
        """What happened until ``now``."""
        reports, fixes = self._traffic.step(now, picture)
        repairs = workshops_said(self._seed, now, picture)
        signals, devices = self._happenings.step(now, picture, repairs)
        return Step(
            signals=signals,
            reports=reports + units_said(self._seed, now, picture, self._traffic.silent(now)),
            devices=devices,
            fixes=fixes,
            consents=self._owners.step(now, picture),
            agencies=agencies_said(self._seed, now, picture),
            repairs=repairs,
            wishes=self._callers.step(now) + units_sent(self._seed, now, picture, self.streets),
        )

    def offences(self, since: float, until: float) -> Offences:
        """Those recorded from ``since`` until ``until``, of the last 90 days; for a thread, one call at a time."""
        return self._recorded.between(since, until)

    def district_at(self, lon: float, lat: float) -> str:
        """KATO code of the district a place lies in, "" outside of the city."""
        district = self._schematic.district_at(lon, lat)
        return district.id if district else ""

    def signal(self, device: str, kind: AlarmKind, *, active: bool) -> Signal:
        """The signal that ``device`` would send; raises KeyError for an unknown device (a trainer's inject)."""
        return self._happenings.signal(device, kind, active=active)
