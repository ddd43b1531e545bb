"""Templates: a small subset of HTML with Jinja, rendered where nothing of Python can be reached.

A template has paragraphs (`<p class>`, see `layout.styles`), tables with the widths of their columns in millimetres,
`<b>`, `<i>`, pictures by their keys (`<p class="photo"><img picture="{{ … .key }}"/></p>`), and Jinja between and
within them. The same file gives the HTML of the PDF and the DOCX that Word opens; an `<aside>` is for the PDF alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

FOLDER = Path(__file__).parent / "templates"
_INCLUDE = re.compile(r'{% include "([a-z_]+\.html)" %}')


class Sandbox(ImmutableSandboxedEnvironment):
    """Values go in escaped, an unknown name is an error, and what is called is nothing but Jinja's own filters."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(FOLDER))
        self.globals.clear()

    def is_safe_callable(self, obj: object) -> bool:
        return False


@lru_cache(maxsize=1)
def sandbox() -> Sandbox:
    return Sandbox()


def render(name: str, values: Mapping[str, object]) -> str:
    """The body of a paper as HTML."""
    return sandbox().get_template(f"{name}.html").render(values)


def source(name: str) -> str:
    """The text of a template with what it includes."""
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    return _INCLUDE.sub(lambda found: source(found[1].removesuffix(".html")), text)
