"""What the center knows beside what happens: what stands in the city, where its districts are, how the house works."""

from collections.abc import Callable, Iterable

from console.domain.alarms import AlarmKind
from console.domain.procedures import Procedure, procedure_for
from console.domain.registry import Registry

EMPTY = Registry("", 0, 0, [], [], [], [], [])


class City:
    """The city as it is read at start.

    Args:
        registry: what stands in it.
        procedures: those that are followed.
        district_at: code of the district a place (longitude, latitude) lies in, "" outside of the city.
    """

    def __init__(
        self,
        registry: Registry = EMPTY,
        procedures: Iterable[Procedure] = (),
        district_at: Callable[[float, float], str] = lambda lon, lat: "",
    ) -> None:
        self.cameras = {camera.id: camera for camera in registry.cameras}
        self.sites = {site.id: site for site in registry.sites}
        self.homes = {c.id: c.district for c in registry.service_centers} | {s.id: s.district for s in registry.sites}
        """District of each place that units come from, by its id."""
        self.procedures = {procedure.id: procedure for procedure in procedures}
        self.district_at = district_at
        self._devices = frozenset(
            [button.id for button in registry.buttons]
            + [segment.id for segment in registry.lighting]
            + [system.id for site in registry.sites for system in site.systems]
        )

    def has(self, device: str) -> bool:
        """Whether it is a camera, a button, a lamp or a protection system of the city."""
        return device in self.cameras or device in self._devices

    def procedure(self, kind: AlarmKind, site: str) -> Procedure | None:
        """What is to be done for an incident of a kind, at a site ("" where it is at none)."""
        known = self.sites.get(site)
        return procedure_for(tuple(self.procedures.values()), kind, known.kind if known else None)

    def steps(self, procedure: str) -> frozenset[str]:
        """Ids of its steps; none where there is no such procedure (any more)."""
        known = self.procedures.get(procedure)
        return frozenset(step.id for step in known.steps) if known else frozenset()
