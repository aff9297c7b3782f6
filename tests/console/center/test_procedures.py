"""Procedures at the center: what can be followed is read, what cannot is named with its reason, the rest goes on."""

from pathlib import Path

import pytest

from console import paths
from console.center.procedures import read

GOOD = """
id = "fire"
title = { ru = "Пожар", kk = "Өрт", en = "Fire" }
kinds = ["fire"]

[[steps]]
id = "look"
text = { ru = "Осмотреть", kk = "Қарау", en = "Look" }
mandatory = true
"""


def test_the_procedures_that_ship_with_the_program_can_be_used() -> None:
    book = read(paths.RESOURCES / "procedures")
    assert len(book.procedures) >= 12
    assert not book.faults


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere").procedures == ()


@pytest.mark.parametrize(
    ("what", "by", "why"),
    [
        ('kinds = ["fire"]', "kinds = [fire", "Invalid value"),
        ('kinds = ["fire"]', 'kinds = ["flood"]', "Invalid enum value 'flood'"),
        ('kinds = ["fire"]', "kinds = []", "no kind of alarm"),
        ("mandatory = true", 'mandatory = "yes"', "Expected `bool`"),
        ("mandatory = true", "mandatori = true", "unknown field `mandatori`"),
        ("mandatory = true", "within = -5", "over before it begins"),
        ("mandatory = true", 'action = "request_agency"', "asks no agency"),
        ('kk = "Өрт", ', 'kk = " ", ', "not written in all languages"),
        ('kk = "Қарау", ', "", "missing required field `kk`"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_reason(tmp_path: Path, what: str, by: str, why: str) -> None:
    (tmp_path / "fire.toml").write_text(GOOD, "utf-8")
    (tmp_path / "other.toml").write_text(GOOD.replace('"fire"\n', '"other"\n', 1).replace(what, by), "utf-8")
    book = read(tmp_path)
    assert [procedure.id for procedure in book.procedures] == ["fire"]
    (fault,) = book.faults
    assert fault.file == "other.toml"
    assert why in fault.reason


def test_two_of_one_name_and_steps_of_one_name_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, "utf-8")
    (tmp_path / "b.toml").write_text(GOOD, "utf-8")
    twice = GOOD.replace('"fire"\n', '"twice"\n', 1) + GOOD[GOOD.index("[[steps]]") :]
    (tmp_path / "c.toml").write_text(twice, "utf-8")
    (tmp_path / "d.toml").write_bytes(b"\xff\xfe")
    book = read(tmp_path)
    assert [procedure.id for procedure in book.procedures] == ["fire"]
    assert [fault.file for fault in book.faults] == ["b.toml", "c.toml", "d.toml"]
