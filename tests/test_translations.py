"""Every text on the screen is translated in all three languages, with its placeholders and plural forms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from console import language, paths

ROOT = Path(__file__).resolve().parents[1]
METHODS = [("console/**.py", "python"), ("ui/**.py", "python"), ("main.py", "python")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
PLURAL_FORMS = {"ru": 3, "kk": 2, "en": 2}


def source_texts() -> set[str]:
    found = extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS, directory_filter=lambda d: Path(d).name[0] != ".")
    return {text[0] if isinstance(text, tuple) else text for _file, _line, text, _comments, _context in found}


def calls() -> Iterator[tuple[str, str]]:
    """File and text of every call that asks for a translation, as Python itself reads the code."""
    for file in (ROOT / "main.py", *(ROOT / "console").rglob("*.py"), *(ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]) if name in KEYWORDS:
                    yield str(file.relative_to(ROOT)), text


def catalogue(code: str) -> Catalog:
    with (paths.RESOURCES / "i18n" / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def said(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_no_text_hides_from_the_extractor_in_an_f_string() -> None:
    texts = source_texts()
    assert not [(file, text) for file, text in calls() if text not in texts]


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_every_text_of_the_code_is_translated(code: str) -> None:
    known = {m.id[0] if isinstance(m.id, tuple) else m.id: m for m in catalogue(code) if m.id}
    missing = sorted(
        t for t in source_texts() if t not in known or not said(known[t]) or not all(said(known[t])) or known[t].fuzzy
    )
    assert not missing, f"{len(missing)} texts without a {code} translation: {missing[:10]}"


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_no_translation_is_left_of_a_text_that_is_gone(code: str) -> None:
    texts = source_texts()
    stale = [m.id for m in catalogue(code) if m.id and (m.id[0] if isinstance(m.id, tuple) else m.id) not in texts]
    assert not stale


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_placeholders_and_plural_forms_agree(code: str) -> None:
    for message in catalogue(code):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set(re.findall(r"\{\w*[^}]*\}|%\(\w+\)s", ids[-1]))
        for text in said(message):
            assert set(re.findall(r"\{\w*[^}]*\}|%\(\w+\)s", text)) == wanted, message.id
        if isinstance(message.id, tuple):
            assert len(said(message)) == PLURAL_FORMS[code], message.id


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_a_language_can_be_used_and_counts_rightly(code: str) -> None:
    language.use(code)
    assert language.current() == code
    if code == "ru":
        catalogue_ = catalogue("ru")
        assert catalogue_.num_plurals == 3
    if code == "kk":
        assert catalogue("kk").num_plurals == 2


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        language.use("xx")
