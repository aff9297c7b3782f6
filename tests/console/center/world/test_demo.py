from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from console.center.signals import Signal, World
from console.center.world.demo import DemoWorld
from console.domain.alarms import AlarmKind
from console.domain.devices import Health
from console.domain.units import UnitStatus
from tests.console.center.world.conftest import FEW
from tests.console.center.world.control_room import NOON, ControlRoom

Begin = Callable[..., ControlRoom]


def raised(room: ControlRoom) -> list[tuple[str, AlarmKind, bool]]:
    return sorted((s.source, s.kind, s.active) for step in room.steps for s in step.signals)


def test_it_is_a_world(cache: Path) -> None:
    world: World = DemoWorld(1, FEW, cache=cache, now=NOON)
    assert world.registry.cameras
    assert all(unit.fix is not None for unit in world.units)


def test_the_same_hour_comes_however_often_one_looks(control_room: Begin) -> None:
    rooms = [control_room(), control_room(), control_room()]
    for room, each in zip(rooms, (2.0, 5.0, 30.0), strict=True):
        room.play(900, each)
    assert raised(rooms[0]) == raised(rooms[1]) == raised(rooms[2])
    assert len(raised(rooms[0])) > 5


def test_what_operators_do_does_not_change_what_happens(control_room: Begin) -> None:
    busy, idle = control_room(), control_room()
    busy.play(900, each=5)
    idle.play(900, each=5)
    busy.open(busy.alarms()[0])
    for unit in list(busy.picture.units)[:40]:
        busy.assign(unit)
    busy.play(900, each=5)
    idle.play(900, each=5)
    assert [s for s in raised(busy) if s[2]] == [s for s in raised(idle) if s[2]]


def test_another_seed_has_another_hour(control_room: Begin) -> None:
    one, other = control_room(seed=1), control_room(seed=2)
    one.play(900, each=30)
    other.play(900, each=30)
    assert raised(one) != raised(other)


def test_devices_that_fail_are_known_to_fail(control_room: Begin) -> None:
    room = control_room()
    room.play(3000, each=30)
    offline = [alarm.source for alarm in room.alarms() if alarm.kind is AlarmKind.CAMERA_OFFLINE]
    assert offline
    assert all(room.picture.devices[camera] is Health.OFFLINE for camera in offline)
    outages = [device for device, health in room.picture.devices.items() if health is Health.OUTAGE]
    assert 0.005 < len(outages) / len(room.world.registry.lighting) < 0.04


def test_an_alarm_ends_when_somebody_has_been_there(control_room: Begin) -> None:
    room = control_room()
    room.play(10)
    camera = next(c for c in room.world.registry.cameras if c.can_be_opened)
    room.hear(room.world.signal(camera.id, AlarmKind.ROAD_ACCIDENT, active=True))
    alarm = next(a for a in room.alarms() if a.source == camera.id)
    incident = room.open(alarm)
    patrols = sorted(
        (u for u in room.picture.units.values() if u.callsign.startswith("P") and u.fix and u.assignment is None),
        key=lambda u: abs(u.fix.lon - incident.lon) + abs(u.fix.lat - incident.lat) if u.fix else 0,
    )
    for unit in patrols[:3]:
        room.assign(unit.id)
    room.play(840, each=4)
    assert room.picture.alarms[alarm.id].cleared_at is not None


def test_a_restart_does_not_tell_of_the_same_faults_again(control_room: Begin) -> None:
    room = control_room()
    room.play(20)
    again = ControlRoom(control_room(room.now + 60).world, room.now + 60, room.picture)
    assert not any(step.devices for step in again.play(3))


def test_alarms_from_before_a_restart_end_too(control_room: Begin) -> None:
    room = control_room()
    room.play(900, each=10)
    standing = {alarm.id for alarm in room.alarms()}
    again = ControlRoom(control_room(room.now).world, room.now, room.picture)
    again.play(1300, each=10)
    assert not standing & {alarm.id for alarm in again.alarms()}


def test_an_alarm_of_a_device_that_this_city_has_not_stays_and_stops_nothing(control_room: Begin) -> None:
    room = control_room()
    room.play(900, each=10)
    known = room.alarms()[0]
    room.picture.alarms["A0"] = replace(known, id="A0", source="C999999", cleared_at=None)  # of a larger city
    again = ControlRoom(control_room(room.now).world, room.now, room.picture)
    again.play(1300, each=10)
    assert [alarm.id for alarm in again.alarms() if alarm.source == "C999999"] == ["A0"]


def test_a_trainer_can_make_any_device_speak(control_room: Begin) -> None:
    world = control_room().world
    button = world.registry.buttons[41]
    signal = world.signal(button.id, AlarmKind.PANIC_BUTTON, active=True)
    assert isinstance(signal, Signal)
    assert (signal.lon, signal.lat, signal.district) == (button.lon, button.lat, button.district)
    site = world.registry.sites[30]
    assert world.signal(site.systems[0].id, AlarmKind.FIRE, active=True).place == site.name
    assert world.signal("U012", AlarmKind.OFFICER_EMERGENCY, active=True).place.en
    assert world.signal(world.registry.lighting[3].id, AlarmKind.LAMP_OUTAGE, active=True).place.kk
    assert world.signal(world.registry.cameras[777].id, AlarmKind.FIGHT, active=False).active is False


@pytest.mark.parametrize("device", ["", "C", "C999999", "P0000", "C12", "X000001", "U999", "feed-1", "C²", "L00000"])
def test_an_unknown_device_is_a_key_error(control_room: Begin, device: str) -> None:
    with pytest.raises(KeyError):
        control_room().world.signal(device, AlarmKind.FIRE, active=True)


def test_an_alarm_of_a_trainer_ends_too_when_somebody_has_been_there(control_room: Begin) -> None:
    room = control_room()
    room.play(10)
    alarm = room.press()
    room.open(alarm)
    unit = next(u.id for u in room.picture.units.values() if u.callsign == "P20")
    room.assign(unit)
    room.set_status(unit, UnitStatus.ON_SCENE)
    room.play(100)
    assert room.picture.alarms[alarm.id].cleared_at is not None


def test_a_jump_of_the_clock_leaves_no_alarm_for_ever(control_room: Begin) -> None:
    room = control_room()
    room.play(900, each=10)
    before = {alarm.id for alarm in room.alarms()}
    room.now += 5 * 3600
    room.play(1300, each=10)
    assert not before & {alarm.id for alarm in room.alarms()}
    room.now -= 3 * 3600
    assert all(step.fixes for step in room.play(5))
