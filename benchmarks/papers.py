"""How much a paper costs beside what WeasyPrint alone needs for the same page: `python -m benchmarks.papers`.

The goal is at most 1.5 times for minutes with 30 attendees. Prints medians of interleaved runs with their spread, and
writes the same as JSON to a file that is named.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from weasyprint import HTML

from cum_chuyen_mon.documents.docx import docx_of
from cum_chuyen_mon.documents.html import page
from cum_chuyen_mon.documents.pdf import pdf_of
from cum_chuyen_mon.documents.typeface import typeface
from tests.unit.documents.specimens import Size, minutes

RUNS = 15
SPECIMEN = Size(people=30, topics=3, opinions=4)
GOAL = 1.5


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def measured() -> dict[str, dict[str, float]]:
    """Kind of run → median, first and third quartile, in milliseconds."""
    paper = minutes(SPECIMEN)
    html = page(paper, typeface())
    runs: dict[str, Callable[[], object]] = {
        "WeasyPrint alone": lambda: HTML(string=html).write_pdf(),
        "PDF": lambda: pdf_of(paper),
        "DOCX": lambda: docx_of(paper),
    }
    for run in runs.values():  # what is loaded or cached once is no part of it
        run()
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(RUNS):
        for name, run in runs.items():
            taken[name].append(1000 * seconds(run))
    return {name: _spread(times) for name, times in taken.items()}


def _spread(times: list[float]) -> dict[str, float]:
    first, _middle, third = quantiles(times, n=4)
    return {"median": round(median(times), 1), "first": round(first, 1), "third": round(third, 1)}


def main() -> None:
    found = measured()
    for name, row in found.items():
        print(f"{name:20} {row['median']:8.1f} ms  ({row['first']} to {row['third']})")
    ratio = found["PDF"]["median"] / found["WeasyPrint alone"]["median"]
    print(f"PDF takes {ratio:.2f} times what WeasyPrint alone does (goal: {GOAL})")
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(json.dumps({**found, "ratio": ratio}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
