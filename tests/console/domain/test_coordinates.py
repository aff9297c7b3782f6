import pytest
from hypothesis import given, strategies as st

from console.domain.coordinates import LONGEST, Fault, NoPosition, Notation, parse, written
from console.domain.geo import CITY_BOUNDS

LON, LAT = 76.945, 43.238


@pytest.mark.parametrize(
    "text",
    [
        "43.238, 76.945",
        "43.238,76.945",
        "43.238 76.945",
        "  43.238\t76.945\n",
        "43.238;76.945",
        "43.238 / 76.945",
        "(43.238, 76.945)",
        "[76.945, 43.238]",
        "43,238; 76,945",
        "43,238 76,945",
        "43,238, 76,945",
        "43,238,76,945",
        "+43.238 +76.945",
        "N43.238 E076.945",
        "43.238N 76.945E",
        "43.238 N, 76.945 E",
        "E76.945 N43.238",
        "43.238° N, 76.945° E",
        "43.238°, 76.945°",
        "С43.238 В76.945",
        "43,238 с. ш. 76,945 в. д.",
        "43.238 с.ш., 76.945 в.д.",
        "43.238° с.е. 76.945° ш.б.",
        "lat: 43.238, lon: 76.945",
        "Longitude 76.945 Latitude 43.238",
        "широта 43,238 долгота 76,945",
        "lat=43.238 lng=76.945",
        "43°14.28' 76°56.7'",
        "43°14,28′ с.ш. 76°56,7′ в.д.",
        "N 43° 14.28' E 76° 56.7'",
        "43 14.28 76 56.7",
        "43°14′16.8″N 76°56′42″E",
        "43°14'16.8\"N, 76°56'42\"E",
        "43°14'16.8''N 76°56'42''E",
        "43º14’16.8”N 76º56’42”E",
        "43 14 16.8 N 76 56 42 E",
        "43 14 16.8 76 56 42",
        "43:14:16.8 76:56:42",
        "43-14-16.8N 76-56-42E",
        "43°14′16,8″С 76°56′42″В",
        "４３.２３８, ７６.９４５",
        "\u200e43.238, 76.945\u200f",
        "geo:43.238,76.945",
        "geo:43.238,76.945,850;u=35",
        "geo:0,0?q=43.238,76.945(Panfilov Park)",
        "https://www.google.com/maps/@43.238,76.945,17z",
        "https://www.google.com/maps/place/X/@43.1,76.1,17z/data=!3m1!4b1!4m5!3m4!8m2!3d43.238!4d76.945",
        "https://www.google.com/maps/search/?api=1&query=43.238%2C76.945",
        "https://maps.google.com/?q=43.238,76.945",
        "https://www.google.com/maps/search/43.238,+76.945?entry=tts",
        "https://www.openstreetmap.org/#map=17/43.238/76.945",
        "https://www.openstreetmap.org/?mlat=43.238&mlon=76.945#map=17/43.1/76.1",
        "https://yandex.kz/maps/162/almaty/?ll=76.945%2C43.238&z=16",
        "https://yandex.ru/maps/?ll=76.1,43.1&pt=76.945,43.238&z=16",
        "https://yandex.kz/maps/?whatshere[point]=76.945,43.238&whatshere[zoom]=17",
        "https://yandex.kz/maps/?rtext=43.1,76.1~43.238,76.945&rtt=auto",
        "https://2gis.kz/almaty/geo/76.945%2C43.238",
        "https://2gis.kz/almaty?m=76.945%2C43.238%2F16.5",
        "https://2gis.kz/almaty/firm/70000001031234567/76.945%2C43.238",
        "2gis.kz/almaty/geo/9430047375072/76.945,43.238",
    ],
)
def test_a_position_is_read_in_all_the_usual_notations(text: str) -> None:
    lon, lat = parse(text)

    assert lon == pytest.approx(LON, abs=1e-9)
    assert lat == pytest.approx(LAT, abs=1e-9)


def test_swapped_numbers_are_put_right_where_only_that_is_near_the_city() -> None:
    assert parse("76.945 43.238") == (LON, LAT)
    assert parse("43.238 76.945") == (LON, LAT)
    assert parse("51.16, 71.43") == (71.43, 51.16), "Astana is not near Almaty in either order"
    assert parse("12.5, 41.9", bounds=(12.0, 41.5, 13.0, 42.5)) == (12.5, 41.9), "another city has other bounds"


def test_hemispheres_bind_even_near_the_city() -> None:
    assert parse("43.238 E 76.945 N") == (43.238, 76.945)
    assert parse("43.238 S 76.945 W") == (-76.945, -43.238)
    assert parse("-33.86 151.21") == (151.21, -33.86)
    assert parse("33°51′36″Ю 151°12′36″В") == pytest.approx((151.21, -33.86))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.NOT_COORDINATES),
        ("Абая – Сейфуллина", Fault.NOT_COORDINATES),
        ("nan, nan", Fault.NOT_COORDINATES),
        ("inf 43", Fault.NOT_COORDINATES),
        ("C000017", Fault.NOT_COORDINATES),
        ("M-21", Fault.NOT_COORDINATES),
        ("1 2 3", Fault.NOT_COORDINATES),
        ("43.2N 76.9N", Fault.NOT_COORDINATES),
        ("-43.2S 76.9E", Fault.NOT_COORDINATES),
        ("43.238N 76.945", Fault.NOT_COORDINATES),
        ("43 -14 76 56", Fault.NOT_COORDINATES),
        ("43.5 14 76.5 56", Fault.NOT_COORDINATES),
        ("°°1 2", Fault.NOT_COORDINATES),
        ("https://example.org/43/hello", Fault.NOT_COORDINATES),
        ("geo:", Fault.NOT_COORDINATES),
        ("http://]", Fault.NOT_COORDINATES),
        ("43.238", Fault.ONE_NUMBER),
        ("N43.238", Fault.ONE_NUMBER),
        ("91, 181", Fault.OUTSIDE_THE_WORLD),
        ("145.6, 12.3", Fault.OUTSIDE_THE_WORLD),
        ("99999999999999999999 1", Fault.OUTSIDE_THE_WORLD),
        ("geo:95,500", Fault.OUTSIDE_THE_WORLD),
        ("43°61′ 76°5′", Fault.TOO_MANY_MINUTES),
        ("43°14′60″N 76°5′1″E", Fault.TOO_MANY_MINUTES),
    ],
)
def test_what_is_no_position_is_refused_for_its_reason(text: str, fault: Fault) -> None:
    with pytest.raises(NoPosition) as refused:
        parse(text)
    assert refused.value.fault is fault


@pytest.mark.parametrize(
    "text",
    [
        "4" * 10_000,
        "43.238, 76.945" + " " * LONGEST,
        "(" * 1999,
        "\u202e43\u202d" * 300,
        "1 " * 999,
        "'" * 1500,
        "\0\1\2",
    ],
)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    with pytest.raises(NoPosition):
        parse(text)


@given(st.text(max_size=300))
def test_any_text_is_a_position_on_earth_or_refused(text: str) -> None:
    try:
        lon, lat = parse(text)
    except NoPosition:
        return
    assert abs(lon) <= 180
    assert abs(lat) <= 90


@given(st.text(alphabet="0123456789.,;°'\"NSEW -СВ/", max_size=40))
def test_anything_like_coordinates_is_a_position_on_earth_or_refused(text: str) -> None:
    try:
        lon, lat = parse(text)
    except NoPosition:
        return
    assert abs(lon) <= 180
    assert abs(lat) <= 90


@given(
    st.sampled_from(["geo:", "https://yandex.kz/maps/?", "https://2gis.kz/", "http://", "www.", "https://[", "a.b/@"]),
    st.text(alphabet="0123456789.,;&=?/~%2Cql!3d4[]:@map", max_size=40),
)
def test_anything_like_a_link_is_a_position_on_earth_or_refused(begin: str, rest: str) -> None:
    try:
        lon, lat = parse(begin + rest)
    except NoPosition:
        return
    assert abs(lon) <= 180
    assert abs(lat) <= 90


@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90), notation=st.sampled_from(Notation))
def test_what_is_written_is_read_again(lon: float, lat: float, notation: Notation) -> None:
    west, south, east, north = CITY_BOUNDS
    swapped_is_near = west - 1 <= lat <= east + 1 and south - 1 <= lon <= north + 1
    read = parse(written(lon, lat, notation), bounds=(-180, -90, 180, 90) if swapped_is_near else CITY_BOUNDS)

    assert read == pytest.approx((lon, lat), abs=2e-6)


def test_positions_are_written_in_each_notation() -> None:
    assert written(LON, LAT) == "43.238000, 76.945000"
    assert written(LON, LAT, Notation.GEO) == "geo:43.238000,76.945000"
    assert written(LON, LAT, Notation.MINUTES) == "43°14.2800′N 76°56.7000′E"
    assert written(LON, LAT, Notation.SECONDS) == "43°14′16.80″N 76°56′42.00″E"
    assert written(-0.9999999, -LAT, Notation.SECONDS) == "43°14′16.80″S 1°00′00.00″W"
