from msgspec.structs import replace

from console.domain.alarms import AlarmKind, AlarmState, Priority
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.devices import Health
from console.domain.incidents import IncidentStatus
from console.domain.registry import Registry
from console.domain.sites import Site, SiteKind
from console.domain.text import NOWHERE
from console.domain.units import Agency, UnitStatus
from console.state.points import Layer, Points, State, index
from console.viewmodels.map_filters import ALARMS, FACETS, MARKS, Facet, MapFilter, hidden_emergencies, mark
from tests.desk import alarm, incident

MEDEU, ALMALY = "751710000", "751110000"


def points() -> dict[Layer, Points]:
    cameras = [
        Camera(
            f"C{n}", 76.9 + n / 100, 43.2, (MEDEU, ALMALY)[n % 2], tuple(CameraOwner)[n % 4], Integration.INTEGRATED,
            Consent.GIVEN, PlaceKind.STREET, 0, 60, 30, "", "", "",
        )
        for n in range(8)
    ]  # fmt: skip
    sites = [
        Site(f"S{n}", kind, NOWHERE, 76.9, 43.2 + n / 100, MEDEU, ())
        for n, kind in enumerate((SiteKind.SCHOOL, SiteKind.HOSPITAL, SiteKind.SCHOOL))
    ]
    return index(Registry("almaty", 1, 0, cameras, [], sites, [], []), {"C1": Health.OFFLINE})


def shown(wanted: MapFilter, layer: Layer) -> set[str]:
    found = points()[layer]
    mask = wanted.mask(layer, found)
    return {id_ for row, id_ in enumerate(found.ids) if mask is None or mask[row]}


def hide(*marks: str) -> MapFilter:
    return MapFilter(frozenset(marks))


def test_without_a_filter_nothing_is_looked_at() -> None:
    assert MapFilter().mask(Layer.CAMERAS, points()[Layer.CAMERAS]) is None
    assert MapFilter().states(Layer.CAMERAS) is None
    assert not MapFilter().is_filtering


def test_cameras_are_hidden_by_owner_and_district() -> None:
    no_business = hide("cameras/owner/business")
    assert shown(no_business, Layer.CAMERAS) == {"C0", "C2", "C3", "C4", "C6", "C7"}
    assert shown(replace(no_business, district=MEDEU), Layer.CAMERAS) == {"C0", "C2", "C4", "C6"}
    assert shown(replace(no_business, district=MEDEU), Layer.SITES) == {"S0", "S1", "S2"}
    assert shown(MapFilter(district=ALMALY), Layer.SITES) == set()


def test_sites_are_hidden_by_kind_and_points_by_state() -> None:
    assert shown(hide("sites/kind/school"), Layer.SITES) == {"S1"}
    hidden = hide("cameras/state/offline", "cameras/state/absent")
    assert hidden.states(Layer.CAMERAS) == (State.OK, State.DEGRADED)
    assert hidden.states(Layer.BUTTONS) is None


def test_units_are_hidden_by_agency_and_status() -> None:
    wanted = hide("units/agency/fire", "units/status/break")
    assert wanted.unit(Agency.POLICE, UnitStatus.ON_PATROL)
    assert not wanted.unit(Agency.FIRE, UnitStatus.ON_PATROL)
    assert not wanted.unit(Agency.POLICE, UnitStatus.BREAK)


def test_alarms_are_hidden_by_priority_and_state() -> None:
    wanted = hide("alarms/priority/p4", "alarms/state/acknowledged")
    assert wanted.alarm(alarm("A1"))
    assert not wanted.alarm(alarm("A2", priority=Priority.P4))
    assert not wanted.alarm(alarm("A3", state=AlarmState.ACKNOWLEDGED))
    assert not MapFilter().alarm(alarm("A4", state=AlarmState.NORMAL))


def test_incidents_are_hidden_by_priority_and_by_whether_anybody_was_sent() -> None:
    wanted = hide("incidents/priority/p4", "incidents/help/sent")
    assert wanted.incident(incident("I1"))
    assert not wanted.incident(incident("I2", priority=Priority.P4))
    assert not wanted.incident(incident("I3", units=("U1",)))
    assert not MapFilter().incident(incident("I4", status=IncidentStatus.CLOSED))
    assert MapFilter.remembered(wanted.hidden, "") == wanted


def test_a_hidden_emergency_is_counted_while_nobody_has_acknowledged_it() -> None:
    alarms = [
        alarm("A1", AlarmKind.PANIC_BUTTON),
        alarm("A2", AlarmKind.HOLD_UP, state=AlarmState.RETURNED_UNACKNOWLEDGED),
        alarm("A3", AlarmKind.HOLD_UP, state=AlarmState.ACKNOWLEDGED),
        alarm("A4"),
    ]
    assert hidden_emergencies(alarms, MapFilter(), True) == 0
    assert hidden_emergencies(alarms, MapFilter(), False) == 2
    assert hidden_emergencies(alarms, hide("alarms/state/unacknowledged"), True) == 1
    assert hidden_emergencies(alarms, hide("alarms/priority/p1"), True) == 2


def test_only_this_hides_the_others_of_its_facet_and_asked_again_shows_all() -> None:
    others = hide("units/agency/gas")
    alone = others.with_only("cameras/state/offline")
    assert alone.hidden == {"units/agency/gas", "cameras/state/ok", "cameras/state/degraded", "cameras/state/absent"}
    assert alone.with_only("cameras/state/offline") == others
    assert alone.with_only("cameras/state/ok").hidden >= {"cameras/state/offline"}


def test_a_double_click_whose_first_click_hid_the_value_still_means_only_this() -> None:
    once = MapFilter().with_value("cameras/state/offline", is_shown=False)
    assert once.with_only("cameras/state/offline").states(Layer.CAMERAS) == (State.OFFLINE,)


def test_a_layer_is_shown_whole_again_without_touching_the_others() -> None:
    wanted = MapFilter(frozenset({"alarms/priority/p1", "units/agency/gas"}), MEDEU)
    assert wanted.without(ALARMS) == MapFilter(frozenset({"units/agency/gas"}), MEDEU)


def test_what_another_version_remembered_is_left_out() -> None:
    assert MapFilter.remembered(["cameras/state/ok", "drones/state/ok", "x"], "999") == hide("cameras/state/ok")
    assert MapFilter.remembered([], MEDEU).district == MEDEU


def test_every_value_has_a_mark_of_its_own() -> None:
    assert len(MARKS) == sum(len(values) for facets in FACETS.values() for values in facets.values())
    assert mark("cameras", Facet.STATE, State.OFFLINE) in MARKS
