import pytest
from hypothesis import given, strategies as st

from console.viewmodels.folding import LONGEST, fit, fold, other_layout, typed_words
from console.viewmodels.haystack import Haystack


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Құрманғазы көшесі", " курмангазы кошеси "),
        ("Зелёный базар", " зеленыи базар "),
        ("Seyfullin", " seifulin "),
        ("INC-104", " inc 104 inc104 "),
        ("Больница № 7", " болница 7 "),
        ("М21", " m21 "),
        ("<b>“Мирас”</b>", " b мирас b "),
        ("\u202eАбая\u202c", " абая "),
    ],
)
def test_texts_are_spelled_one_way(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ул. Толе би", ["толе", "би"]),
        ("пр-т Абая", ["абая"]),
        ("Абай даңғылы", ["абаи"]),
        ("Abay Ave.", ["abai"]),
        ("улица", ["улица"]),
        ("перекресток Абая Сейфуллина", ["абая", "сеифулина"]),
        (" – ", []),
    ],
)
def test_kinds_of_streets_are_left_out_where_more_is_said(typed: str, words: list[str]) -> None:
    assert typed_words(typed) == words


def test_words_must_begin_words_and_whole_ones_fit_better() -> None:
    abay = fold("проспект Абая", "Abay Avenue")

    assert fit(["aba"], abay) is not None
    assert fit(["bai"], abay) is None
    assert fit(["aba", "сеи"], abay) is None
    assert (fit(["abai"], abay) or 0) > (fit(["aba"], abay) or 0)
    assert (fit(["abai"], abay) or 0) > (fit(["abai"], fold("Abayev Avenue")) or 0)


def test_the_other_layout_is_what_the_same_keys_say() -> None:
    assert other_layout("f,fz") == "абая"
    assert other_layout("фифн") == "abay"


def test_a_long_text_is_cut() -> None:
    assert len(fold("а б " * 10_000)) <= LONGEST + 2


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_name_fits_itself_and_folding_is_settled(one: str, two: str) -> None:
    folded = fold(one, two)

    assert folded.startswith(" ") or not folded.strip()
    assert folded.endswith(" ") or not folded.strip()
    assert fit(folded.split(), folded) is not None
    assert "\n" not in folded


@given(st.lists(st.text(alphabet="абвг ", max_size=12), max_size=20), st.text(alphabet="абвг", min_size=1, max_size=3))
def test_a_haystack_gives_every_line_that_fits_once(names: list[str], word: str) -> None:
    lines = [fold(name) for name in names]

    found = list(Haystack(lines).fitting([word]))

    assert found == [(row, points) for row, line in enumerate(lines) if (points := fit([word], line)) is not None]
