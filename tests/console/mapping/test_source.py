import pytest

from console.mapping.source import MapFiles


@pytest.mark.parametrize(
    ("name", "kind", "beginning"),
    [
        ("index.html", "text/html", b"<!DOCTYPE html>"),
        ("main.js", "text/javascript", b"// The map page"),
        ("map.js", "text/javascript", b"const $"),
        ("map.css", "text/css", b"/*"),
        ("city.json", "application/json", b"{"),
        ("leaflet/leaflet.js", "text/javascript", b"/* @preserve\n * Leaflet 1.9"),
        ("leaflet/leaflet.css", "text/css", b"/*"),
    ],
)
def test_the_page_finds_its_files(name: str, kind: str, beginning: bytes) -> None:
    found = MapFiles().file(name)
    assert found is not None
    assert found[0] == kind
    assert found[1].startswith(beginning)


@pytest.mark.parametrize(
    "name", ["", "nothing.js", "../paths.py", "leaflet/../../x.js", "leaflet/images", "..", "/etc/passwd", "a/b/c.js"]
)
def test_nothing_else_is_given_out(name: str) -> None:
    assert MapFiles().file(name) is None
