"""What the demo's teachers talk about: four sessions a year in each of the twelve THCS subjects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from ..rules.text import clean

NONE = "Không có"


class Topic(NamedTuple):
    """One session's discussion: kind of activity, topic, opinions, differing opinions, conclusion."""

    kind: str
    topic: str
    opinions: str
    differing: str
    conclusion: str


_DATA = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))

TOPICS: dict[str, tuple[Topic, ...]] = {
    subject: tuple(Topic(**{name: clean(text) for name, text in row.items()}) for row in rows)
    for subject, rows in _DATA["topics"].items()
}
"""Subject code → its four topics, in the order of the year."""

WORK = tuple(map(clean, _DATA["work"]))
"""Work deployed, by the four sessions of the year."""

DOCUMENTS = tuple(map(clean, _DATA["documents"]))
"""Documents deployed, by the four sessions of the year."""

EXCUSES = tuple(map(clean, _DATA["excuses"]))
"""Why people were excused."""
