"""Why a template is not taken, in sentences for who uploaded it."""

from __future__ import annotations

from collections.abc import Iterable


class Unfit(ValueError):
    """A file that is not taken as a template, or a template that cannot be filled. ``problems``: each a sentence that
    says where and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


MOST_TOLD = 8


def refuse_if(problems: Iterable[str]) -> None:
    """Throw `Unfit` when there are problems; the first few are told, each once."""
    found = list(dict.fromkeys(problems))
    if len(found) > MOST_TOLD:
        found = [*found[:MOST_TOLD], f"Còn {len(found) - MOST_TOLD} chỗ khác; hãy sửa các chỗ trên trước."]
    if found:
        raise Unfit(*found)
