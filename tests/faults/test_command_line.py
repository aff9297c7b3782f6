"""What is typed wrong is told in one sentence, and nothing is started."""

from pathlib import Path

import pytest

from tests.faults.conftest import Run

WRONG = {
    "an unknown option": ("--nonsense", "unrecognized arguments: --nonsense"),
    "an unknown program": ("replai", "invalid choice: 'replai'"),
    "a role that is none": ("--role boss", "argument --role: invalid choice: 'boss'"),
    "an option without its value": ("--center", "argument --center: expected one argument"),
    "a time that is no number": ("--for soon", "argument --for: must be a number of seconds, 0 or more"),
    "a port that is no number": ("center --port http", "argument --port: must be between 0 and 65535"),
    "a seed that is no number": ("center --seed x", "argument --seed: must be a whole number, 0 or more"),
    "more cameras than there may be": ("center --cameras 9999999", "must be between 0 and 2,000,000"),
}


@pytest.mark.parametrize("case", WRONG)
def test_one_sentence_says(run: Run, home: Path, case: str) -> None:
    typed, sentence = WRONG[case]
    ended = run(*typed.split())
    assert ended.code == 2
    assert len(ended.said) == 1
    assert sentence in ended.err
    assert "--help tells" in ended.err
    assert ended.out == ""


def test_it_is_said_in_the_language_of_the_environment(run: Run) -> None:
    said = run("--after", "soon", LANGUAGE="kk:ru").err
    assert "must be" not in said
    assert any("а" <= letter <= "я" for letter in said)


@pytest.mark.parametrize("target", ["nowhere/shot.png", "."])
def test_a_target_that_cannot_be_written_is_told_before_the_run(run: Run, tmp_path: Path, target: str) -> None:
    for option in ("--screenshot", "--report"):
        ended = run(option, tmp_path / target)
        assert ended.code == 1
        (sentence,) = ended.said
        assert sentence.startswith(f"kuzet: {tmp_path / target} cannot be written: ")
