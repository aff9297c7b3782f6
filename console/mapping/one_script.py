"""The page's own modules put into one script: one file comes sooner than forty, which each cost a turn of the window.

The modules stay plain ES modules of ``resources/map``. In the script each has the scope of a function, which returns
what the module exports; the first of them, which exports nothing and awaits, is the script's own body. Only the forms
of import and export that the modules use are known: each of one line, and a name with each ``export``.
"""

import re
from collections.abc import Callable
from graphlib import TopologicalSorter

END = "// The end.\n"
"""Last words of a script that was kept as a whole."""

_IMPORT = re.compile(r'^import (?:\* as (?P<whole>\w+)|\{ (?P<names>[^}]+) \}) from "\./(?P<module>\w+)\.js";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.M)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.M)


def script(first: str, read: Callable[[str], str]) -> str:
    """The script that the module ``first`` makes with all that it imports; ``read`` gives a module's text by its name.

    Raises graphlib.CycleError where modules import each other in a ring, ValueError where a form of import or export is
    not known or a name is imported that is not exported.
    """
    texts = {first: read(first)}
    needs: dict[str, set[str]] = {}
    while unread := texts.keys() - needs.keys():
        for name in sorted(unread):
            needs[name] = {found["module"] for found in _IMPORT.finditer(texts[name])}
            texts |= {module: read(module) for module in sorted(needs[name] - texts.keys())}
    exports = {name: _EXPORT.findall(text) for name, text in texts.items()}

    def taken(found: re.Match[str]) -> str:
        """An import as a constant of what the other module has returned."""
        names = (found["names"] or "").split(", ") if not found["whole"] else []
        if missing := {name.partition(" as ")[0] for name in names} - set(exports[found["module"]]):
            raise ValueError(f"{found['module']} does not export {', '.join(sorted(missing))}")
        what = found["whole"] or f"{{ {', '.join(names).replace(' as ', ': ')} }}"
        return f"const {what} = ${found['module']};"

    def body(name: str) -> str:
        text = _EXPORT.sub("", _IMPORT.sub(taken, texts[name]))
        if other := _OTHER.search(text):
            raise ValueError(f"{name} has a form that the page's script does not know: {other[0]}")
        return text

    def closed(name: str) -> str:
        return f"const ${name} = (() => {{\n{body(name)}\nreturn {{ {', '.join(exports[name])} }};\n}})();\n"

    order = TopologicalSorter({name: sorted(needs[name]) for name in sorted(needs)}).static_order()
    return "\n".join([*(body(name) if name == first else closed(name) for name in order), END])
