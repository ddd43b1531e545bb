"""Code that answers requests keeps the rules of ``endpoint_rules.py``; each rule refuses the bad only."""

from __future__ import annotations

from textwrap import dedent

import pytest

from .endpoint_rules import (
    APP,
    RULES,
    Module,
    guests,
    methods,
    permission_first,
    shapes,
    sql_from_strings,
    types,
    unscoped,
)

# --- each rule refuses and lets pass -------------------------------------------------------------------------------

READ = 'frappe.has_permission("Cluster Session", "read", throw=True)'


def endpoint(body: str, signature: str = "def show(name: str) -> dict:", how: str = 'methods=["GET"]') -> str:
    lines = "\n".join(f"    {line}" for line in dedent(body).strip().splitlines())
    return f"import frappe\n\n\n@frappe.whitelist({how})\n{signature}\n{lines}\n"


REFUSED = {
    unscoped: [
        'frappe.get_all("Cluster Session")',
        'frappe.db.get_value("Cluster Session", "x", "unit")',
        'frappe.db.set_value("Cluster Session", "x", "unit", "y")',
        'frappe.get_list("Cluster Session", ignore_permissions=True)',
        "doc.flags.ignore_permissions = True",
        'doc.flags.update({"ignore_permissions": True})',
        'frappe.get_all("Cluster Session")  # allowed:',
        '# a remark\nframe = frappe.db.sql("select 1")',
        "def rows():\n    return frappe.qb.from_(Row).select(Row.name).run()",
        "def rows():\n    return _made().run()\ndef _made():\n    return frappe.qb.from_(Row).select(Row.name)",
    ],
    sql_from_strings: [
        'frappe.db.sql(f"select name from tabUser where name = {name}")',
        'frappe.db.sql("select name from tabUser where name = %s" % name)',
        'frappe.db.sql("select name from " + table)',
        'frappe.db.sql("select {}".format(name))',
        "frappe.db.sql(statement)",
        'frappe.db.sql(query=f"select {name}")',
        'PseudoColumn(f"sum({name})")',
        'frappe.get_all("User", order_by=f"{name} desc")',
    ],
    methods: [
        endpoint(READ, how=""),
        endpoint(READ, how='methods=["GET", "DELETE"]'),
        endpoint(f'{READ}\nfrappe.get_doc("User", name).save()', how='methods=["GET", "POST"]'),
        endpoint(f"{READ}\nfrappe.enqueue(show)"),
        endpoint(READ, "def send_mail(name: str) -> None:"),
        endpoint(READ, "def check_in(name: str) -> None:"),
        endpoint(f"{READ}\nreturn _do(name)") + "\ndef _do(name):\n    frappe.delete_doc('User', name)\n",
        endpoint(f"{READ}\nfrappe.qb.update(row).set(row.x, 1)"),
    ],
    types: [
        endpoint(READ, "def show(name) -> dict:"),
        endpoint(READ, "def show(name: str):"),
        endpoint(READ, "def show(name: str, **more) -> dict:"),
        endpoint(READ, 'def show(name: "str") -> dict:'),
        "from __future__ import annotations\n" + endpoint(READ),
    ],
    guests: [
        endpoint(READ, how='allow_guest=True, methods=["POST"]'),
        endpoint(READ, how='methods=["POST"], allow_guest=1'),
    ],
    shapes: [
        endpoint(READ, "def show(order_by: str) -> dict:"),
        endpoint(READ, "def show(group_by: str | None = None) -> dict:"),
        endpoint(READ, "def show(*, fields: list) -> dict:"),
    ],
    permission_first: [
        endpoint("return {}"),
        endpoint(f"work(name)\n{READ}"),
        endpoint('doc = frappe.get_doc("User", name)\nreturn doc.as_dict()'),
        endpoint('frappe.has_permission("User", "read")\nreturn work()'),
        endpoint(f"if name:\n    {READ}\nreturn work()"),
        endpoint(f"if name:\n    {READ}\n    return work()\nreturn work()"),
        endpoint("_look(name)\nreturn {}") + f"\ndef _look(name):\n    work(name)\n    {READ}\n",
        endpoint("check = lambda: frappe.get_doc('User', name).check_permission()\nreturn work()"),
        endpoint(f"def step():\n    {READ}\nreturn work(step)"),
        endpoint('if not frappe.db.exists("User", name):\n    frappe.throw("none")\nreturn work()'),
    ],
}

PASSES = {
    unscoped: [
        'frappe.get_list("Cluster Session")',
        'frappe.get_all("Cluster Holiday")  # allowed: a calendar is everybody\'s',
        '# allowed: the document was checked above\nframe = frappe.db.get_value("Cluster Session", "x", "unit")',
        'if frappe.db.db_type == "sqlite":\n    frappe.db.rollback()',
        "def rows():\n    return restrict(frappe.qb.from_(Row).select(Row.name), SESSION).run()",
        "def rows():\n    return _made().run()\ndef _made():\n    return restrict(frappe.qb.from_(Row), SESSION)",
    ],
    sql_from_strings: [
        'frappe.db.sql("select name from tabUser where name = %s", name)',
        'frappe.db.sql("select name " + "from tabUser")',
        "frappe.db.sql(statement)  # allowed: constants of this module only",
        "thread.run(f'{name}')",
        'frappe.get_all("User", order_by="parent, idx")',
    ],
    methods: [
        endpoint(READ),
        endpoint(READ, how='methods=["GET", "POST"]'),
        endpoint(f'{READ}\nfrappe.get_doc("User", name).save()', how='methods=["POST"]'),
        endpoint(READ, "def send_mail(name: str) -> None:", how='methods=["POST"]'),
    ],
    types: [
        endpoint(READ, "def show(name: str, *, on: str | None = None, **more: int) -> dict:"),
        "from __future__ import annotations\n\ndef work(x):\n    return x\n",
    ],
    guests: [
        endpoint(READ, how='methods=["POST"]'),
        endpoint(READ, how='methods=["POST"], allow_guest=True').replace(
            "def show", "@rate_limit(limit=5, seconds=60)\ndef show"
        ),
    ],
    shapes: [endpoint(READ, "def show(filters: dict, subject: str) -> dict:")],
    permission_first: [
        endpoint(f"{READ}\nreturn work()"),
        endpoint('doc = frappe.get_doc("User", name)\ndoc.check_permission("read")\nreturn work(doc)'),
        endpoint("doc = _look(name)\nreturn work(doc)")
        + '\ndef _look(name):\n    doc = frappe.get_doc("User", name)\n    doc.check_permission()\n    return doc\n',
        endpoint(f"if name:\n    {READ}\n    return work()\n{READ}\nreturn work()"),
        endpoint("if not staff_of(name):\n    frappe.throw('no', exc=frappe.PermissionError)\nreturn work()"),
        endpoint("if not frappe.has_permission('User'):\n    raise frappe.PermissionError\nreturn work()"),
        endpoint(
            "on = frappe.db.exists('Roll', name)  # allowed: it decides who may\n"
            "if not on:\n    frappe.throw('no', exc=frappe.PermissionError)\nreturn work()"
        ),
        endpoint("frappe.only_for('System Manager')\nreturn work()"),
        endpoint("return frappe.get_list('User')"),
    ],
}

CASES = [
    pytest.param(rule, code, refused, id=f"{rule.__name__}-{'refuses' if refused else 'passes'}-{number}")
    for refused, examples in ((True, REFUSED), (False, PASSES))
    for rule, codes in examples.items()
    for number, code in enumerate(codes, 1)
]


@pytest.mark.parametrize(("rule", "code", "refused"), CASES)
def test_a_rule_refuses_the_bad_and_lets_the_good_pass(rule, code, refused):
    assert bool(rule(Module("api/example.py", code))) is refused


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_examples_of_both_sorts(rule):
    assert REFUSED[rule]
    assert PASSES[rule]


@pytest.mark.parametrize(
    ("path", "rule"), [("permissions/doors.py", unscoped), ("ledger/table.py", sql_from_strings)]
)
def test_sanctioned_places_are_left_alone(path, rule):
    assert all(rule(Module(path, code)) == [] for code in REFUSED[rule])


def test_what_stands_before_frappes_own_endpoints_must_ask_somewhere():
    asks = endpoint("if may('read', name):\n    return client.get(name)\nreturn {}")
    asks_not = endpoint("return client.get(name)")
    assert permission_first(Module("permissions/links.py", asks)) == []
    assert permission_first(Module("permissions/links.py", asks_not)) != []
    assert permission_first(Module("api/links.py", asks)) != []


@pytest.mark.parametrize(
    "path", ["reports/x.py", "www/x.py", "cum_chuyen_mon/report/session_register/session_register.py"]
)
def test_everything_that_answers_requests_is_looked_at(path):
    assert unscoped(Module(path, 'frappe.get_all("Cluster Session")'))


# --- the package ---------------------------------------------------------------------------------------------------


def modules() -> list[Module]:
    return [
        Module(path.relative_to(APP).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(APP.rglob("*.py"))
    ]


def test_the_package_keeps_every_rule():
    found = [finding for module in modules() for rule in RULES for finding in rule(module)]
    assert not found, "\n".join(f"{f.path}:{f.line}: {f.rule}: {f.what}" for f in found)


def test_the_walk_finds_the_endpoints():
    """A check that looks at nothing passes too."""
    names = {f"{module.path}:{e.name}" for module in modules() for e in module.endpoints}
    assert {"api/sessions.py:check_in", "api/minutes.py:confirm", "api/desk.py:roll"} <= names
    assert len(names) >= 14
