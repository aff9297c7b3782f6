"""The walls that import-linter cannot draw: which parts of Qt a room may use, and what a console need not have."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOT_IN_CONSOLE = ("PySide6.QtWidgets", "PySide6.QtWebEngine", "PySide6.QtMultimedia", "PySide6.QtSvg")


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_in_console_draws() -> None:
    guilty = {
        str(file.relative_to(ROOT)): name
        for file in (ROOT / "console").rglob("*.py")
        for name in imports(file)
        if name.startswith(NOT_IN_CONSOLE)
    }
    assert not guilty


def test_the_wall_clock_is_read_in_one_module_only() -> None:
    guilty = [
        str(file.relative_to(ROOT))
        for room in ("console", "ui")
        for file in (ROOT / room).rglob("*.py")
        if file != ROOT / "console" / "clock.py" and {"time.time", "datetime.now"} & imports(file)
    ]
    assert not guilty


def test_the_center_starts_without_qt() -> None:
    code = "import sys, console.center.server; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
