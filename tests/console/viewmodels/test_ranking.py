"""Who could go there: roughly at once, exactly when the center has answered, and never an answer for another place."""

from console.domain.alarms import AlarmKind
from console.domain.protocol import Wanted
from console.domain.recommendations import Because, Recommendation, Why
from console.domain.units import Agency, Fix
from console.viewmodels.ranking import ASK_EVERY_BEATS, Ranking, Spot, arrival, reasons, spot_of
from tests.desk import NOW, alarm, incident, store, unit

HERE = Spot(76.93, 43.25, AlarmKind.THEFT, "I1")
WANTED = Wanted("I1")


def at(name: str, lon: float, **fields: object):  # type: ignore[no-untyped-def]
    return unit(name, fix=Fix(name, lon, 43.25, 0, 0, NOW), **fields)


def ranking() -> tuple[Ranking, list[Wanted]]:
    units = [at("near", 76.931), at("far", 76.99), at("fire", 76.9301, agency=Agency.FIRE)]
    made, asked = Ranking(store(units=units, incidents=[incident("I1")])), []
    made.asked.connect(asked.append)
    return made, asked


def order(of: Ranking) -> list[str]:
    return sorted((u for u in ("near", "far", "fire") if of.of(u)), key=lambda u: of.of(u).place)  # type: ignore[union-attr]


def test_until_the_center_answers_the_order_is_rough_and_says_so() -> None:
    of, asked = ranking()
    of.begin(HERE)
    assert asked == [WANTED]
    assert order(of) == ["near", "far", "fire"]
    assert arrival(of.of("near")).startswith("≈ ")  # type: ignore[arg-type]
    assert not of.is_exact


def test_the_center_says_who_and_why() -> None:
    of, _asked = ranking()
    of.begin(HERE)
    left = (Because(Why.PREEMPTED, 180, 3, "I9"), Because(Why.SKILL, text="dog"))
    of.take(WANTED, [Recommendation("far", 95, 400, 95), Recommendation("near", 60, 80, 240, left)])

    assert order(of) == ["far", "near"]
    assert of.best() == "far"
    assert of.best(["far"]) is None  # who would have to be taken from something is not sent without a word
    assert arrival(of.of("far")) == "400 m · 1 min"  # type: ignore[arg-type]
    assert reasons(of.of("near")).splitlines() == [  # type: ignore[arg-type]
        "Arrives in 1 min by the streets",
        "− Would leave I9, P3: less urgent (counts as 3 min more)",
        "+ Dog handler",
    ]


def test_an_answer_for_another_place_is_left() -> None:
    of, _asked = ranking()
    of.begin(HERE)
    of.begin(Spot(76.99, 43.25))
    of.take(WANTED, [Recommendation("near", 60, 80, 60)])
    assert not of.is_exact
    assert order(of)[0] == "far"


def test_where_the_center_does_not_answer_any_more_the_order_is_rough_again() -> None:
    of, asked = ranking()
    of.begin(HERE)
    of.take(WANTED, [Recommendation("far", 95, 400, 95)])
    of.lose(WANTED)
    assert not of.is_exact
    assert order(of) == ["near", "far", "fire"]
    for _ in range(ASK_EVERY_BEATS):
        of.beat()
    assert asked == [WANTED, WANTED]


def test_an_alarm_is_asked_for_by_its_incident_once_it_has_one() -> None:
    assert spot_of(alarm("a", incident="I1")).incident == "I1"
    assert spot_of(alarm("a")).incident == ""
    assert spot_of(incident("I2")).incident == "I2"


def test_every_reason_has_words() -> None:
    from console.viewmodels.ranking import Ranked

    texts = {Why.SKILL: "dog", Why.NO_SKILL: "armed", Why.AWAY: "751110000"}
    for why in Why:
        lines = reasons(Ranked(0, 60, 100, because=(Because(why, 0, 2, texts.get(why, "I9")),))).splitlines()
        assert len(lines) == 2
        assert len(lines[1]) > 4
