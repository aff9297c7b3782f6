import re
from graphlib import CycleError

import pytest

from console import paths
from console.mapping.one_script import script


def made(**modules: str) -> str:
    return script("main", lambda name: modules[name])


def test_a_module_comes_before_those_that_import_it_and_once() -> None:
    text = made(
        main='import { b } from "./b.js";\nimport * as a from "./a.js";\n',
        b='import { a } from "./a.js";\nexport const b = a;\n',
        a="export const a = 1;\n",
    )
    assert [found[1] for found in re.finditer(r"^const (\$\w+) = \(", text, re.M)] == ["$a", "$b"]


def test_what_a_module_exports_is_what_others_take() -> None:
    text = made(
        main='import { one, two as second } from "./some.js";\nimport * as whole from "./some.js";\n',
        some="export function one() {}\nexport async function* two() {}\nexport class Three {}\nconst hidden = 4;\n",
    )
    assert "return { one, two, Three };" in text
    assert "const { one, two: second } = $some;" in text
    assert "const whole = $some;" in text


@pytest.mark.parametrize(
    "line", ['import "./a.js";', "export default 1;", "export { x };", "export let x = 1;", 'import x from "./a.js";']
)
def test_a_form_that_it_does_not_know_is_no_silent_fault(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(line)):
        made(main=line + "\n")


def test_a_name_that_nobody_exports_is_not_taken() -> None:
    with pytest.raises(ValueError, match="a does not export two"):
        made(main='import { one, two } from "./a.js";\n', a="export const one = 1, two = 2;\n")


def test_modules_in_a_ring_are_refused() -> None:
    with pytest.raises(CycleError):
        made(main='import { a } from "./a.js";\n', a='import { a } from "./a.js";\n')


def test_the_page_runs_every_module_there_is() -> None:
    folder = paths.RESOURCES / "map"
    text = script("main", lambda name: (folder / f"{name}.js").read_text())
    others = {file.stem for file in folder.glob("*.js")} - {"main"}
    assert {found[1] for found in re.finditer(r"^const \$(\w+) = \(", text, re.M)} == others
