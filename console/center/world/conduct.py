"""How the demo's officers deal with each kind of alarm: whom they send, what they write, what it turns out to be.

What people write is not translated: an officer in Almaty writes Russian or Kazakh, whatever language the console has.
"""

from msgspec import Struct

from console.domain.alarms import AlarmKind
from console.domain.incidents import Disposition
from console.domain.units import Agency


class Outcome(Struct, frozen=True):
    """How it goes: how likely, first words of who calls or looks at a camera, the crew's report, the disposition."""

    weight: float
    call: str
    report: str
    disposition: Disposition


class Care(Struct, frozen=True):
    """How a kind of alarm is dealt with.

    Args:
        share: part of the alarms for which an incident is opened.
        agencies: whom it needs, in the order they are sent; empty: nobody is sent, it rests.
        outcomes: what it may turn out to be.
    """

    share: float
    agencies: tuple[Agency, ...]
    outcomes: tuple[Outcome, ...]


_A, _D, _O = Agency, Disposition, Outcome

CARE: dict[AlarmKind, Care] = {
    AlarmKind.PANIC_BUTTON: Care(
        1.0,
        (_A.POLICE, _A.POLICE),
        (
            _O(
                5,
                "По камере: двое мужчин удерживают женщину, вырывают сумку.",
                "Экипаж на месте: один задержан, потерпевшая опрошена.",
                _D.FOUNDED,
            ),
            _O(3, "По камере у тумбы только подростки, на вызов не отвечают.", "Нажали дети, беседа.", _D.FALSE_ALARM),
            _O(2, "Түйменің жанында екі адам ұрысып жатыр.", "Екі жақ татуласты, түсініктеме алынды.", _D.MINOR),
        ),
    ),
    AlarmKind.FIRE: Care(
        1.0,
        (_A.FIRE, _A.FIRE, _A.AMBULANCE, _A.RESCUE),
        (
            _O(6, "Сработали два извещателя, пламени не видно.", "Пригорела еда, возгорания нет.", _D.FALSE_ALARM),
            _O(
                4,
                "Охрана подтверждает запах дыма, начата эвакуация.",
                "Возгорание мусора в подсобке, потушено до распространения.",
                _D.FOUNDED,
            ),
        ),
    ),
    AlarmKind.INTRUSION: Care(
        1.0,
        (_A.POLICE, _A.POLICE),
        (
            _O(5, "Датчик объёма, второй этаж. Ключи у завхоза, едет.", "Сквозняк, следов нет.", _D.FALSE_ALARM),
            _O(2, "Күзет жауап бермейді, экипаж аулаға кірсін.", "Терезе ашық, ішке кірген ешкім жоқ.", _D.UNFOUNDED),
            _O(
                3,
                "По камере человек во дворе, охрана не отвечает.",
                "Задержан мужчина с инструментом, доставляется в отдел.",
                _D.FOUNDED,
            ),
        ),
    ),
    AlarmKind.FIGHT: Care(
        1.0,
        (_A.POLICE,),
        (
            _O(4, "Прохожие разнимают, нужен экипаж.", "До приезда разошлись, свидетели опрошены.", _D.UNFOUNDED),
            _O(4, "По камере: четверо, один лежит.", "Двое доставлены, составлен протокол.", _D.FOUNDED),
            _O(2, "Шум и толкотня у входа.", "Словесный конфликт, проведена беседа.", _D.MINOR),
        ),
    ),
    AlarmKind.ROAD_ACCIDENT: Care(
        1.0,
        (_A.POLICE, _A.AMBULANCE),
        (
            _O(4, "Водитель зажат, в сознании.", "Пострадавший передан скорой, схема ДТП составлена.", _D.FOUNDED),
            _O(3, "Жаяу жүргінші қағылған, есі бар.", "Зардап шегуші жедел жәрдемге берілді.", _D.FOUNDED),
            _O(3, "Два автомобиля, перекрыта правая полоса.", "Пострадавших нет, проезд открыт.", _D.MINOR),
        ),
    ),
    AlarmKind.THEFT: Care(
        0.6,
        (_A.POLICE,),
        (
            _O(4, "Приметы: чёрная куртка, серый рюкзак.", "Телефон изъят, подозреваемый доставлен.", _D.FOUNDED),
            _O(3, "Заявитель на месте, пропал рюкзак.", "Вещь нашлась у заявителя.", _D.UNFOUNDED),
            _O(3, "По камере виден момент кражи, запись отмечена.", "Заявление принято.", _D.FOUNDED),
        ),
    ),
    AlarmKind.MISSING_CHILD: Care(
        1.0,
        (_A.POLICE, _A.POLICE, _A.RESCUE),
        (
            _O(5, "Приметы разосланы, охрана держит выходы.", "Нашёлся у отдела игрушек, передан матери.", _D.FOUNDED),
            _O(5, "Белгілері таратылды, камералар қаралуда.", "Бала әжесінде болған.", _D.UNFOUNDED),
        ),
    ),
    AlarmKind.FRAUD: Care(
        0.6,
        (),
        (
            _O(6, "Перевёл деньги «сотруднику банка». Банк уведомлён, ждём выписку.", "", _D.FOUNDED),
            _O(4, "Арыз беруші учаскеге шақырылды, жауап күтілуде.", "", _D.FOUNDED),
        ),
    ),
}
"""Kinds without an entry are acknowledged and watched. The demo's assumption throughout."""
