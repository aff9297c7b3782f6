from console.domain.registry import Registry
from console.domain.sites import Site, SiteKind
from console.domain.text import LocalText
from console.insight.addresses import AtPlace
from console.insight.city import built_in
from console.viewmodels.place_words import told
from console.viewmodels.places import Places, brief
from tests.desk import store

SCHOOL = LocalText("Школа № 1", "№ 1 мектеп", "School No. 1")


def test_a_site_of_the_registry_names_its_place_as_soon_as_it_is_known() -> None:
    known = store()
    places = Places(known)
    before = places.at(76.931, 43.251)

    site = Site("S-1", SiteKind.SCHOOL, SCHOOL, 76.931, 43.251, "751110000", ())
    known.enroll(Registry("almaty", 1, 0, [], [], [site], [], []))

    assert before != AtPlace(SCHOOL)
    assert places.at(76.931, 43.251) == AtPlace(SCHOOL)
    assert told(places.at(76.931, 43.251)) == "School No. 1"


def test_a_place_is_written_briefly_by_the_map() -> None:
    crossing = next(c for c in built_in().crossings if {c.one.en, c.two.en} == {"Abay Avenue", "Seifullin Avenue"})

    assert set(brief(crossing.lon, crossing.lat).split(" – ")) == {"Abay", "Seifullin"}
