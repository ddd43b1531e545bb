"""What a template says, read from Jinja's own syntax tree: known parts, loops over them, choices between them.

Only the kinds of node named here pass. Whatever else Jinja can do, now or in a later version, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import singledispatchmethod

from jinja2 import TemplateSyntaxError, nodes

from cum_chuyen_mon.documents.template import sandbox

from .known import Known, Record, Row, Rows, Text
from .package import shown

FILTERS: dict[str, tuple[type, type]] = {
    "upper": (Text, Text),
    "lower": (Text, Text),
    "trim": (Text, Text),
    "length": (Rows, Text),
    "join": (Rows, Text),
}
"""Filter → what it is put after, and what it makes of it."""
MOST_IN_A_CONSTANT = 200
LOOP = Record("loop", tuple((name, Text()) for name in ("index", "first", "last", "length")))
_SIMPLE = re.compile(r"<[^>]*>")
_TAG_OF_XML = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)[^>]*?(/?)>")


def problems_of(source: str, known: Record, place: str) -> list[str]:
    """What is wrong with a part's tags; ``place`` is what the part is called."""
    try:
        if any(token == "raw_begin" for _line_no, token, _text in sandbox().lex(source)):
            return [f"{place}: không dùng được {{% raw %}}."]  # the tree does not show it
        tree = sandbox().parse(source)
    except TemplateSyntaxError as error:
        return [f"{place}: thẻ viết sai ở đoạn «{_line(source, error.lineno)}». Hãy xem lại cách viết thẻ."]
    except RecursionError:
        return [f"{place}: các thẻ lồng nhau quá sâu. Hãy rút gọn mẫu."]
    reader = Reader(source, place)
    reader.body(tree.body, Scope(dict(known.parts)))
    return reader.problems


def _line(source: str, number: int) -> str:
    lines = source.splitlines()
    return shown(_SIMPLE.sub("", lines[min(number, len(lines)) - 1])) if lines else ""


@dataclass(frozen=True)
class Scope:
    """Names at one place of a template, and what is known about them there."""

    names: dict[str, Known]
    present: frozenset[str] = frozenset()
    """Paths of parts that a paper may lack, and that it has here."""
    loops: tuple[tuple[str, ...], ...] = ()
    """The names that each of the loops around this place gives, outermost first."""

    def within(self, names: dict[str, Known]) -> Scope:
        return Scope({**self.names, **names, "loop": LOOP}, self.present, (*self.loops, tuple(names)))

    def having(self, paths: frozenset[str]) -> Scope:
        return Scope(self.names, self.present | paths, self.loops)


class Refused(Exception):
    """An expression that makes no sense here; its problem is told already."""


@dataclass
class Reader:
    source: str
    place: str
    problems: list[str] = field(default_factory=list)

    def refuse(self, node: nodes.Node, why: str) -> Refused:
        self.problems.append(f"{self.place}, ở đoạn «{_line(self.source, node.lineno)}»: {why}")
        return Refused()

    # --- what stands between texts

    def body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            with suppress(Refused):
                self.statement(node, scope)

    @singledispatchmethod
    def statement(self, node: nodes.Node, scope: Scope) -> None:
        raise self.refuse(node, "chỉ dùng được {{ … }}, {% for %} và {% if %}.")

    @statement.register
    def _(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                with suppress(Refused):  # each value by itself: every problem is told at once
                    self.shown_value(part, scope)

    def shown_value(self, node: nodes.Expr, scope: Scope) -> None:
        if isinstance(node, nodes.Const):
            raise self.refuse(node, "chữ cố định thì viết thẳng vào mẫu, không đặt trong {{ }}.")
        found = self.value(node, scope)
        if not isinstance(found, Text):
            raise self.refuse(node, self._not_a_text(node, found))

    @statement.register
    def _(self, node: nodes.For, scope: Scope) -> None:
        if node.recursive or node.test is not None:
            raise self.refuse(node, "for chỉ viết dạng {% for tên in danh_sách %}.")
        rows = self.value(node.iter, scope)
        if not isinstance(rows, Rows):
            raise self.refuse(node, f"«{_path(node.iter)}» không phải là danh sách nên không dùng for được.")
        root = _path(node.iter).partition(".")[0]
        if scope.loops and root not in scope.loops[-1]:  # otherwise lists would multiply with each other
            around = ", ".join(scope.loops[-1])
            raise self.refuse(node, f"for trong for chỉ đi qua phần của «{around}», không qua «{root}».")
        names = self._named(node, rows.item, scope)
        self._balanced(node, node.body, "for")
        self.body(node.body, scope.within(names))
        self._balanced(node, node.else_, "for")
        self.body(node.else_, scope)

    @statement.register
    def _(self, node: nodes.If, scope: Scope) -> None:
        self.condition(node.test, scope)
        self._balanced(node, node.body, "if")
        self.body(node.body, scope.having(_asked(node.test)))
        for other in node.elif_:
            self.statement(other, scope)
        self._balanced(node, node.else_, "if")
        self.body(node.else_, scope)

    def _named(self, node: nodes.For, item: Known, scope: Scope) -> dict[str, Known]:
        """The names that a loop gives to an item, or to its parts."""
        target = node.target
        if isinstance(target, nodes.Name):
            names = {target.name: item}
        else:
            given = [part.name for part in target.items if isinstance(part, nodes.Name)]
            parts = item.parts if isinstance(item, Row) else ()
            if len(given) != len(parts) or len(set(given)) != len(target.items):
                raise self.refuse(node, _how_many(parts, _path(node.iter)))
            names = dict(zip(given, parts, strict=True))
        taken = [name for name in names if name in scope.names or name == "loop" or name.startswith("_")]
        if taken:
            raise self.refuse(node, f"tên «{taken[0]}» đã dùng cho phần khác của văn bản. Hãy đặt tên khác.")
        return names

    def _balanced(self, node: nodes.Node, body: list[nodes.Node], word: str) -> None:
        """Throw unless what a tag repeats or leaves out is whole paragraphs, rows, cells, or text within one."""
        opened: list[str] = []
        text = "".join(part.data for child in body for part in child.find_all(nodes.TemplateData))
        for closes, name, alone in _TAG_OF_XML.findall(text):
            if alone:
                continue
            if not closes:
                opened.append(name)
            elif not opened or opened.pop() != name:
                opened.append(name)
                break
        if opened:
            raise self.refuse(
                node,
                f"{{% {word} %}} và thẻ đóng của nó không cùng một chỗ. Hãy đặt cả hai trong một đoạn, hoặc mỗi thẻ "
                "riêng một đoạn dạng {%p …%}, riêng một hàng dạng {%tr …%}.",
            )

    # --- what stands in a tag

    def condition(self, node: nodes.Expr, scope: Scope) -> None:
        if isinstance(node, nodes.Not):
            self.condition(node.node, scope)
        elif isinstance(node, (nodes.And, nodes.Or)):
            self.condition(node.left, scope)
            left = _asked(node.left) if isinstance(node, nodes.And) else frozenset()
            self.condition(node.right, scope.having(left))
        elif isinstance(node, nodes.Compare):
            self._comparison(node, scope)
        else:
            self.value(node, scope)

    def _comparison(self, node: nodes.Compare, scope: Scope) -> None:
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        if len(sides) != 2 or any(operand.op not in ("eq", "ne", "gt", "lt") for operand in node.ops):
            raise self.refuse(node, "chỉ so sánh hai giá trị bằng ==, !=, < hoặc >.")
        for side in sides:
            if isinstance(side, nodes.Const):
                self._constant(side)
            elif not isinstance(self.value(side, scope), Text):
                raise self.refuse(side, f"«{_path(side)}» không phải là chữ nên không so sánh được.")

    def _constant(self, node: nodes.Const) -> None:
        if not isinstance(node.value, (str, int)) or len(str(node.value)) > MOST_IN_A_CONSTANT:
            raise self.refuse(node, "chỉ dùng chữ ngắn hoặc số nguyên trong thẻ.")

    def value(self, node: nodes.Expr, scope: Scope) -> Known:
        """What an expression stands for. Throws `Refused` for all that is no known part."""
        reads: dict[type, Callable] = {
            nodes.Name: self._name,
            nodes.Getattr: self._part,
            nodes.Filter: self._filtered,
        }
        if type(node) in reads:
            return reads[type(node)](node, scope)
        if isinstance(node, nodes.Call):
            raise self.refuse(node, "không được gọi hàm trong mẫu.")
        raise self.refuse(
            node, "chỉ dùng được tên các phần của văn bản, không tính toán, không lấy theo chỉ số."
        )

    def _name(self, node: nodes.Name, scope: Scope) -> Known:
        found = scope.names.get(node.name)
        if found is None:
            raise self.refuse(node, _unknown(node.name, node.name, scope.names))
        return found

    def _part(self, node: nodes.Getattr, scope: Scope) -> Known:
        whole = self.value(node.node, scope)
        path = _path(node.node)
        if not isinstance(whole, Record):
            raise self.refuse(node, f"«{shown(path)}» không có phần «{shown(node.attr)}».")
        found = whole.part(node.attr)
        if found is None:
            raise self.refuse(node, _unknown(f"{path}.{node.attr}", node.attr, dict(whole.parts)))
        if whole.optional and path not in scope.present:
            raise self.refuse(
                node,
                f"«{path}» có thể không có trong văn bản. Hãy đặt trong {{% if {path} %}} … {{% endif %}}.",
            )
        return found

    def _filtered(self, node: nodes.Filter, scope: Scope) -> Known:
        if node.name not in FILTERS or node.node is None:
            names = ", ".join(FILTERS)
            raise self.refuse(node, f"không dùng được «|{shown(node.name)}»; chỉ dùng {names}.")
        takes, makes = FILTERS[node.name]
        whole = self.value(node.node, scope)
        wrong_item = node.name == "join" and isinstance(whole, Rows) and not isinstance(whole.item, Text)
        if not isinstance(whole, takes) or wrong_item:
            raise self.refuse(node, f"«|{node.name}» không dùng được sau «{_path(node.node)}».")
        most = 1 if node.name == "join" else 0
        if len(node.args) > most or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self.refuse(node, f"«|{node.name}» viết thừa phần trong ngoặc.")
        for argument in node.args:
            if not isinstance(argument, nodes.Const):
                raise self.refuse(node, '«|join» chỉ nhận chữ cố định, ví dụ |join("; ").')
            self._constant(argument)
        return makes()

    def _not_a_text(self, node: nodes.Expr, found: Known) -> str:
        path = _path(node)
        if isinstance(found, Record):
            return (
                f"«{path}» gồm nhiều phần; hãy viết {', '.join(f'{path}.{name}' for name, _ in found.parts)}."
            )
        if isinstance(found, Rows):
            return f"«{path}» là danh sách; hãy dùng {{% for … in {path} %}}."
        return f"«{path}» gồm nhiều phần; hãy đặt tên cho từng phần trong for."


def _asked(node: nodes.Expr) -> frozenset[str]:
    """Paths that are there wherever a condition holds."""
    if isinstance(node, nodes.And):
        return _asked(node.left) | _asked(node.right)
    return frozenset({_path(node)}) if isinstance(node, (nodes.Name, nodes.Getattr)) else frozenset()


def _path(node: nodes.Expr) -> str:
    """ "head.superior"; of anything else what it is put on."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return _path(node.node) if isinstance(node, nodes.Filter) and node.node is not None else "…"


def _how_many(parts: tuple[Known, ...], path: str) -> str:
    if not parts:
        return f"mỗi dòng của «{path}» chỉ có một tên: {{% for dòng in {path} %}}."
    return (
        f"mỗi dòng của «{path}» có {len(parts)} phần: hãy đặt đúng {len(parts)} tên, cách nhau bằng dấu phẩy."
    )


def _unknown(path: str, name: str, names: dict[str, Known]) -> str:
    close = get_close_matches(name, names, n=3, cutoff=0.6)
    remedy = f"Gần giống: {', '.join(close)}." if close else f"Các tên dùng được: {', '.join(sorted(names))}."
    return f"không có phần nào tên «{shown(path)}». {remedy}"
