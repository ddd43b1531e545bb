"""What code that answers requests must not do, read from its syntax: no Frappe is needed.

Each rule is a function from a module to findings. An exception is written beside the line, with its reason:
``# allowed: <reason>`` at the end of the line or alone on the line above.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import cum_chuyen_mon

APP = Path(inspect.getfile(cum_chuyen_mon)).parent
ANSWERING = ("api/", "reports/", "www/", "cum_chuyen_mon/report/")
"""Folders whose code answers requests: what it reads must pass the table of permissions."""

MAY_BUILD_SQL = ("permissions/predicate.py", "ledger/table.py")
"""Modules that make statements of escaped literals, or of their own constants."""

BEFORE_FRAPPE = "permissions/"
"""Endpoints there stand in front of Frappe's own of the same name: its signatures and methods are given, and what they
do for other apps' documents is Frappe's answer. They must ask for permission somewhere, not first."""

ASKS = {"may", "has_permission", "check_permission", "standing_of", "get_list", "restrict", "refuse_replaced"}
ALLOWED = re.compile(r"#\s*allowed:\s*\S.{3,}")
NO_ROWS = {"db_type", "rollback", "commit", "savepoint", "escape"}
"""What ``frappe.db`` offers beside reading and writing rows."""

STATEMENTS = {"sql", "sql_list", "sql_ddl", "multisql"}
RAW = {"PseudoColumn", "PseudoColumnMapper", "LiteralValue", "RawCriterion", "Raw"}
WRITES = {
    "save", "insert", "submit", "cancel", "delete", "discard", "db_set", "db_update", "db_insert", "set_value",
    "delete_doc", "rename_doc", "bulk_insert", "enqueue", "enqueue_doc", "sendmail", "add_comment", "add_roles",
    "commit", "into", "publish",
}  # fmt: skip
WRITING_WORDS = {
    "add", "answer", "approve", "ask", "bring", "call", "cancel", "change", "check_in", "clear", "close", "confirm",
    "create", "delete", "enqueue", "erase", "forget", "generate", "give", "import", "insert", "invite", "lock",
    "make", "mark", "move", "publish", "rebuild", "record", "refresh", "refuse", "reject", "remove", "rename",
    "renew", "run", "save", "send", "set", "start", "submit", "update", "void", "waive", "withdraw", "write",
}  # fmt: skip
"""First words of endpoints that write."""

SHAPES_OF_QUERIES = {
    "order_by",
    "orderby",
    "group_by",
    "groupby",
    "sort_by",
    "fields",
    "columns",
    "having",
    "sql",
}
HARMLESS = {
    "get_doc", "get_cached_doc", "get_meta", "staff_of", "standing_of", "getdate", "cint", "cstr", "flt", "_",
    "throw", "dict", "list", "str", "int", "bool", "len", "get", "strip", "clean",
}  # fmt: skip
"""What may come before the check of permission: saying who asks, loading what is asked about."""


class Finding(NamedTuple):
    rule: str
    path: str
    line: int
    what: str


@dataclass(frozen=True)
class Module:
    """One file: its place inside the package, and its syntax."""

    path: str
    code: str = field(repr=False)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.code)

    @cached_property
    def lines(self) -> list[str]:
        return self.code.splitlines()

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}

    @cached_property
    def endpoints(self) -> list[ast.FunctionDef]:
        """Whitelisted functions, and whitelisted methods of controllers."""
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        return [node for node in functions if decorator(node, "whitelist")]

    @property
    def answers_requests(self) -> bool:
        return self.path.startswith(ANSWERING)

    def is_allowed(self, node: ast.AST) -> bool:
        above = self.lines[node.lineno - 2].strip() if node.lineno > 1 else ""
        return bool(
            ALLOWED.search(self.lines[node.lineno - 1]) or (above.startswith("#") and ALLOWED.search(above))
        )

    def find(self, rule: str, found: Iterable[tuple[ast.AST, str]]) -> list[Finding]:
        return [
            Finding(rule, self.path, node.lineno, what) for node, what in found if not self.is_allowed(node)
        ]


def decorator(function: ast.FunctionDef, name: str) -> ast.expr | None:
    return next(
        (d for d in function.decorator_list if called(d.func if isinstance(d, ast.Call) else d) == name), None
    )


def called(node: ast.expr) -> str:
    """The last word of what is called: "get_all" of ``frappe.db.get_all``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def keywords(call: ast.expr | None) -> dict[str, ast.expr]:
    return {k.arg: k.value for k in call.keywords if k.arg} if isinstance(call, ast.Call) else {}


def is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and bool(node.value)


def reach(module: Module, function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Every node of a function and of the module's functions that it names, once."""
    seen, rest = set(), [function]
    while rest:
        one = rest.pop()
        if one.name in seen:
            continue
        seen.add(one.name)
        for node in (n for statement in one.body for n in ast.walk(statement)):
            yield node
            if isinstance(node, ast.Name) and node.id in module.functions:
                rest.append(module.functions[node.id])


# --- the rules ---------------------------------------------------------------------------------------------------


def unscoped(module: Module) -> list[Finding]:
    """Rows are read through ``get_list``, a checked document or ``restrict``: nothing else asks who is asking."""
    if not module.answers_requests:
        return []
    return module.find("unscoped", [*_past_permissions(module), *_unrestricted_queries(module)])


def _past_permissions(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            if node.attr in ("get_all", "get_all_children"):
                yield node, f"{node.attr} asks nobody's permission"
            elif called(node.value) == "db" and node.attr not in NO_ROWS:
                yield node, f"frappe.db.{node.attr} asks nobody's permission"
            elif node.attr == "ignore_permissions":
                yield node, "ignore_permissions"
        elif isinstance(node, ast.keyword) and node.arg == "ignore_permissions":
            yield node.value, "ignore_permissions"
        elif isinstance(node, ast.Constant) and node.value == "ignore_permissions":
            yield node, "ignore_permissions"


def _unrestricted_queries(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for function in module.functions.values():
        nodes = list(reach(module, function))
        own = [node for statement in function.body for node in ast.walk(statement)]
        if any(isinstance(n, ast.Attribute) and n.attr == "qb" for n in nodes):
            runs = [n for n in own if isinstance(n, ast.Call) and _runs_query(n)]
            if not any(isinstance(n, ast.Call) and called(n.func) == "restrict" for n in nodes):
                yield from ((run, "a query that does not pass restrict()") for run in runs)


def _runs_query(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "run"


def sql_from_strings(module: Module) -> list[Finding]:
    """Statements are literals with parameters. Whatever is put together may one day hold what a client sent."""
    if module.path in MAY_BUILD_SQL:
        return []
    return module.find("sql-from-strings", _built_sql(module))


def _built_sql(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name, given = called(node.func), keywords(node)
        on_database = isinstance(node.func, ast.Attribute) and called(node.func.value) in ("db", "_cursor")
        if (on_database and name in (*STATEMENTS, "execute")) or name in RAW:
            texts = [*node.args[:1], *(given[k] for k in ("query", "values_as_text", "sql") if k in given)]
            if any(not _is_literal(text) for text in texts):
                yield node, f"{name}() is given text that is put together"
        if name in ("get_all", "get_list", "get_value", "get_values"):
            for key in ("order_by", "group_by"):
                if key in given and not _is_literal(given[key]):
                    yield given[key], f"{key} is put together"


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_literal(node.left) and _is_literal(node.right)
    return isinstance(node, ast.Constant)


def methods(module: Module) -> list[Finding]:
    """Every endpoint names its methods, and one that writes takes POST alone: only POST asks for the CSRF token."""
    return module.find("methods", _wrong_methods(module))


def _wrong_methods(module: Module) -> Iterator[tuple[ast.AST, str]]:
    if module.path.startswith(BEFORE_FRAPPE):
        return
    for endpoint in module.endpoints:
        given = keywords(decorator(endpoint, "whitelist")).get("methods")
        names = (
            [e.value for e in given.elts if isinstance(e, ast.Constant)]
            if isinstance(given, ast.List | ast.Tuple)
            else []
        )
        if names != ["POST"] and (why := _why_it_writes(module, endpoint)):
            yield endpoint, f"{endpoint.name} writes ({why}) and must take POST alone"
        elif not names or set(names) - {"GET", "POST"}:
            yield endpoint, f"{endpoint.name} does not name its methods"


def _why_it_writes(module: Module, endpoint: ast.FunctionDef) -> str:
    if endpoint.name.split("_")[0] in WRITING_WORDS or endpoint.name in WRITING_WORDS:
        return "by its name"
    for node in reach(module, endpoint):
        if isinstance(node, ast.Call) and called(node.func) in WRITES:
            return f"{called(node.func)}()"
        if isinstance(node, ast.Attribute) and node.attr == "update" and called(node.value) == "qb":
            return "qb.update"
    return ""


def types(module: Module) -> list[Finding]:
    """Frappe checks what a client sends against annotations, unless they are missing or are text."""
    return module.find("types", _untyped(module))


def _untyped(module: Module) -> Iterator[tuple[ast.AST, str]]:
    texts = [
        node
        for node in module.tree.body
        if isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(name.name == "annotations" for name in node.names)
    ]
    if module.endpoints:
        yield from ((node, "annotations are text here, and Frappe does not check those") for node in texts)
    for endpoint in module.endpoints:
        args = endpoint.args
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, [args.vararg, args.kwarg])]
        for arg in every:
            if arg.annotation is None and arg.arg != "self":
                yield endpoint, f"{endpoint.name}({arg.arg}) has no type"
            elif isinstance(arg.annotation, ast.Constant) and isinstance(arg.annotation.value, str):
                yield endpoint, f"{endpoint.name}({arg.arg}): a type in quotes is not checked"
        if endpoint.returns is None:
            yield endpoint, f"{endpoint.name} does not say what it returns"


def guests(module: Module) -> list[Finding]:
    """What strangers may call, they may call only so often."""
    found = [
        (endpoint, f"{endpoint.name} is open to guests without rate_limit")
        for endpoint in module.endpoints
        if is_true(keywords(decorator(endpoint, "whitelist")).get("allow_guest"))
        and not isinstance(decorator(endpoint, "rate_limit"), ast.Call)
    ]
    return module.find("guests", found)


def shapes(module: Module) -> list[Finding]:
    """A client chooses values, never the shape of a query (an injection door on older cores)."""
    found = [
        (endpoint, f"{endpoint.name} takes {arg.arg} from the client")
        for endpoint in module.endpoints
        if not module.path.startswith(BEFORE_FRAPPE)
        for arg in [*endpoint.args.posonlyargs, *endpoint.args.args, *endpoint.args.kwonlyargs]
        if arg.arg in SHAPES_OF_QUERIES
    ]
    return module.find("shapes", found)


class Progress(Enum):
    """How far some statements have come: nothing yet, permission was checked, something was done unchecked."""

    NOTHING, CHECKED, WORKED, LEFT = range(4)


def permission_first(module: Module) -> list[Finding]:
    """Whoever may not gets to know nothing, not even through another error or the time an answer takes."""
    found = [
        (endpoint, f"{endpoint.name} does not check permission first")
        for endpoint in module.endpoints
        if not _is_checked(module, endpoint)
    ]
    return module.find("permission-first", found)


def _is_checked(module: Module, endpoint: ast.FunctionDef) -> bool:
    if module.path.startswith(BEFORE_FRAPPE):
        return any(isinstance(n, ast.Call) and called(n.func) in ASKS for n in reach(module, endpoint))
    return _progress(module, endpoint.body, frozenset({endpoint.name})) is Progress.CHECKED


def _progress(module: Module, body: list[ast.stmt], seen: frozenset[str]) -> Progress:
    for statement in body:
        step = _step(module, statement, seen)
        if step is not Progress.NOTHING:
            return step
    return Progress.NOTHING


def _step(module: Module, statement: ast.stmt, seen: frozenset[str]) -> Progress:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return Progress.NOTHING  # defined, not run
    if isinstance(statement, ast.If):
        return _step_of_if(module, statement, seen)
    if isinstance(statement, ast.With | ast.Try):
        opened = (
            _calls(module, [i.context_expr for i in statement.items], seen)
            if isinstance(statement, ast.With)
            else Progress.NOTHING
        )
        return opened if opened is not Progress.NOTHING else _progress(module, statement.body, seen)
    step = _calls(module, [statement], seen)
    if step is Progress.NOTHING and isinstance(statement, ast.Return | ast.Raise):
        return Progress.LEFT
    return step


def _step_of_if(module: Module, statement: ast.If, seen: frozenset[str]) -> Progress:
    """An ``if`` that throws PermissionError is a check itself; otherwise every way through it must have checked."""
    tested = _calls(module, [statement.test], seen)
    if tested is not Progress.NOTHING and not (
        tested is Progress.WORKED and _only_asks(statement.test) and _refuses(statement.body)
    ):
        return tested
    if _refuses(statement.body):
        return Progress.CHECKED
    ways = [_progress(module, way, seen) for way in (statement.body, statement.orelse)]
    if Progress.WORKED in ways:
        return Progress.WORKED
    if ways[0] is Progress.CHECKED and ways[1] is Progress.CHECKED:
        return Progress.CHECKED
    leaves = isinstance(statement.body[-1], ast.Return | ast.Raise)
    if ways[0] is Progress.CHECKED and not leaves:
        return Progress.WORKED  # some ways are checked and go on with those that are not
    return Progress.NOTHING


def _only_asks(test: ast.expr) -> bool:
    asked = [called(node.func) for node in ast.walk(test) if isinstance(node, ast.Call)]
    return all(name in ("has_permission", "may") or name in HARMLESS for name in asked)


def _refuses(body: list[ast.stmt]) -> bool:
    """Whether statements end in a refusal with PermissionError."""
    last = body[-1]
    if isinstance(last, ast.Raise):
        return "PermissionError" in ast.unparse(last)
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and called(last.value.func) == "throw":
        return "PermissionError" in ast.unparse(last)
    return False


def _calls(module: Module, nodes: list[ast.AST], seen: frozenset[str]) -> Progress:
    """What the first call that matters does, inner calls before outer ones."""
    for call in (call for node in nodes for call in _in_order(node)):
        name = called(call.func)
        if name in ("check_permission", "restrict", "only_for", "get_list"):
            return Progress.CHECKED
        if name == "has_permission" and is_true(keywords(call).get("throw")):
            return Progress.CHECKED
        if isinstance(call.func, ast.Name) and name in module.functions and name not in seen:
            helper = _progress(module, module.functions[name].body, seen | {name})
            if helper in (Progress.CHECKED, Progress.WORKED):
                return helper
        elif name not in HARMLESS and not module.is_allowed(call):
            return Progress.WORKED
    return Progress.NOTHING


def _in_order(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.Lambda):
        return
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)
    if isinstance(node, ast.Call):
        yield node


RULES: tuple[Callable[[Module], list[Finding]], ...] = (
    unscoped,
    sql_from_strings,
    methods,
    types,
    guests,
    shapes,
    permission_first,
)
