"""Zones and the states of alarms as the page is told of them; what else it is told stands in ``test_map_layers``."""

import json

from msgspec.structs import replace

from console.domain.alarms import AlarmKind, AlarmState
from console.domain.changes import Changes
from console.domain.events import ZoneChanged, ZoneDrawn, ZoneRemoved
from console.domain.intents import ChangeZone, DrawZone, RemoveZone
from console.domain.zones import Drawing, Watch, Way, Zone, ZoneKind
from console.viewmodels.map_news import MapNews
from tests.desk import NOW, alarm, incident, store, tell

RING = ((76.93, 43.24), (76.94, 43.24), (76.94, 43.25000000012))
STADIUM = Drawing(ZoneKind.GEOFENCE, "Stadium", RING, Watch(Way.LEAVE), NOW + 60, "I7")
ZONE = Zone("Z1", STADIUM, "serikova", NOW)


def test_a_zone_is_told_whole_when_it_comes_or_changes_and_by_its_id_when_it_goes() -> None:
    of = store()
    news = MapNews(of)
    tell(of, ZoneDrawn(ZONE))
    told = news.changed(of.take())
    assert told["zones"] == news.everything()["zones"]
    assert told["zones"] == [
        {
            "id": "Z1",
            "kind": "geofence",
            "name": "Stadium",
            "ring": [[76.93, 43.24], [76.94, 43.24], [76.94, 43.25]],
            "pending": False,
        }
    ]
    tell(of, ZoneChanged("Z1", replace(STADIUM, name="Market", watch=None)))
    (zone,) = news.changed(of.take())["zones"]
    assert zone["name"] == "Market"
    tell(of, ZoneRemoved("Z1"))
    told = news.changed(of.take())
    assert (told["zones"], told["gone"]) == ([], {"zone": ["Z1"]})
    assert news.everything()["zones"] == []


def test_what_waits_for_an_answer_is_shown_as_wanted_and_marked() -> None:
    of = store()
    news = MapNews(of)
    tell(of, ZoneDrawn(ZONE))
    of.take()
    of.await_answer("k1", ChangeZone("Z1", replace(STADIUM, name="One")))
    of.await_answer("k2", ChangeZone("Z1", replace(STADIUM, name="Two")))
    of.await_answer("k3", RemoveZone("Z1"))
    (zone,) = news.changed(of.take())["zones"]
    assert (zone["name"], zone["pending"]) == ("Two", True)
    for key in ("k1", "k2", "k3"):
        of.settle(key)
    (zone,) = news.changed(of.take())["zones"]  # all refused
    assert (zone["name"], zone["pending"]) == ("Stadium", False)


def test_a_drawing_stands_under_its_key_until_it_is_answered() -> None:
    of = store()
    news = MapNews(of)
    of.await_answer("k1", DrawZone(STADIUM))
    told = news.changed(of.take())
    (zone,) = told["zones"]
    assert (zone["id"], zone["pending"]) == ("k1", True)
    assert told["gone"] == {}
    assert news.everything()["zones"] == [zone]
    tell(of, ZoneDrawn(ZONE))
    of.settle("k1")
    told = news.changed(of.take())
    assert ([z["id"] for z in told["zones"]], told["gone"]) == (["Z1"], {"zone": ["k1"]})


def test_a_hostile_name_is_told_as_it_is() -> None:
    of = store()
    name = "</script><img src=x onerror=alert(1)>\u202e\u0000"
    tell(of, ZoneDrawn(replace(ZONE, drawing=replace(STADIUM, name=name))))
    (zone,) = json.loads(json.dumps(MapNews(of).everything()["zones"]))
    assert zone["name"] == name


def test_an_alarm_is_told_with_its_state() -> None:
    of = store([alarm(f"A{n}", state=state) for n, state in enumerate(AlarmState)])
    told = {one["id"]: one["state"] for one in json.loads(json.dumps(MapNews(of).everything()["alarms"]))}
    assert told == {f"A{n}": state.value for n, state in enumerate(AlarmState) if state is not AlarmState.NORMAL}


def test_an_alarm_back_to_normal_leaves_the_page_though_its_incident_is_open() -> None:
    over = alarm("A1", AlarmKind.FIGHT, state=AlarmState.NORMAL, incident="INC-1")
    of = store([over], incidents=[incident("INC-1", alarms=("A1",))])
    told = MapNews(of).changed(Changes(alarms={"A1"}))
    assert (told["alarms"], told["gone"]) == ([], {"alarm": ["A1"]})
