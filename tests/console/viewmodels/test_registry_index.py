from hypothesis import given, strategies as st

from console.viewmodels.registry_index import Codes

CODE = st.text(alphabet="C01X-", min_size=1, max_size=6)


@given(codes=st.lists(CODE, max_size=30), part=CODE)
def test_every_code_that_holds_the_part_is_found_once_beginnings_first(codes: list[str], part: str) -> None:
    low = part.lower()

    found = list(Codes(codes).holding(low))

    begins = [(row, True) for row, code in enumerate(codes) if code.lower().startswith(low)]
    inside = [(row, False) for row, code in enumerate(codes) if low in code.lower() and (row, True) not in begins]
    assert found == begins + inside


def test_no_code_is_found_over_the_end_of_another() -> None:
    assert list(Codes(["C01", "C02"]).holding("1\nc")) == []
    assert list(Codes(["C01", "C02"]).holding("")) == []
    assert list(Codes([]).holding("c")) == []
