"""The elections that were held in a session, as they stand in its minutes (N5.1, E3)."""

from __future__ import annotations

from collections import defaultdict

import frappe

from cum_chuyen_mon.rules.elections import ROUNDS, Round, result_of_round
from cum_chuyen_mon.rules.minutes import ElectionLine

HEADSHIP = "Cluster Headship"
ROUND, VOTE = "Cluster Headship Round", "Cluster Headship Vote"


def elections_in(session: str, locked: bool = False) -> list[ElectionLine]:
    """Every round's votes by candidate, in one order whatever order they were entered in.

    ``locked`` reads the counts as they are now and keeps them so, instead of as they were when this request began.
    """
    parent = frappe.qb.DocType(HEADSHIP)
    papers = _rows(
        frappe.qb.from_(parent)
        .select(parent.name, parent.position, parent.level)
        .where(parent.session == session),
        locked,
    )
    if not papers:
        return []
    names = [paper.name for paper in papers]
    counts = _children(ROUND, names, locked, "issued", "returned", "valid")
    votes = _children(VOTE, names, locked, "round", "candidate", "votes")
    lines = [line for paper in papers for line in _lines(paper, counts[paper.name], votes[paper.name])]
    return sorted(
        lines, key=lambda line: (line.position, line.level, line.round, -line.votes, line.candidate)
    )


def rounds_of(counts: list, votes: list, voters: int = 0) -> list[Round]:
    """Rows of the two tables as the rules see them; ``voters`` are the same in every round of a session."""
    by_round: dict[int, dict[str, int]] = defaultdict(dict)
    for row in votes:
        by_round[row.round or 1][row.candidate] = row.votes or 0
    return [
        Round(voters, row.issued or 0, row.returned or 0, row.valid or 0, by_round[number])
        for number, row in enumerate(counts, start=1)
    ]


def _lines(paper, counts: list, votes: list) -> list[ElectionLine]:
    found = []
    for number, count in enumerate(rounds_of(counts, votes), start=1):
        result = result_of_round(count, is_last=number >= ROUNDS)
        said = {result.elected: "elected", **dict.fromkeys(result.runoff, "runoff")}
        found += [
            ElectionLine(
                paper.position,
                paper.level or "",
                number,
                count.issued,
                count.returned,
                count.valid,
                candidate,
                number_of_votes,
                said.get(candidate, ""),
            )
            for candidate, number_of_votes in count.votes.items()
        ]
    return found


def _children(table: str, parents: list[str], locked: bool, *columns: str) -> dict[str, list]:
    row = frappe.qb.DocType(table)
    query = (
        frappe.qb.from_(row).select(row.parent, *(row[c] for c in columns)).where(row.parent.isin(parents))
    )
    found = defaultdict(list)
    for child in _rows(query.orderby(row.idx), locked):
        found[child.parent].append(child)
    return found


def _rows(query, locked: bool) -> list:
    if locked and frappe.db.db_type != "sqlite":  # SQLite has one writer at a time anyway
        query = query.for_update()
    return query.run(as_dict=True)
