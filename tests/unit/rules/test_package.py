"""The rules package as a whole: pure functions, no Frappe, no clock, no files."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cum_chuyen_mon.rules as rules

MODULES = sorted(Path(rules.__file__).parent.glob("*.py"))


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_rules_need_neither_frappe_nor_a_clock_nor_files(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not _imports(tree) & {"frappe", "erpnext", "os", "pathlib", "requests", "socket", "time", "random"}
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not called & {"today", "now", "utcnow", "open", "print"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_every_public_name_of_the_rules_is_documented_and_typed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert node.returns is not None, node.name
            assert all(arg.annotation for arg in node.args.args + node.args.kwonlyargs), node.name


def test_every_rules_module_has_its_tests():
    here = Path(__file__).parent
    missing = [p.stem for p in MODULES if p.stem != "__init__" and not list(here.glob(f"test_{p.stem}*.py"))]
    assert missing == []
