"""The elections that were held in a session, as they stand in its minutes (N5.1, E3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe

from cum_chuyen_mon.controllers.read_now import read_now
from cum_chuyen_mon.rules.elections import ROUNDS, Round, result_of_round
from cum_chuyen_mon.rules.minutes import ElectionLine
from cum_chuyen_mon.wording import vi

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
    return _sorted(line for paper in papers for line in _lines(paper, counts[paper.name], votes[paper.name]))


def election_of(paper) -> list[ElectionLine]:
    """The same of one headship, whatever else was elected in its session."""
    return _sorted(_lines(paper, paper.rounds, paper.votes))


def _sorted(lines: Iterable[ElectionLine]) -> list[ElectionLine]:
    return sorted(
        lines, key=lambda line: (line.position, line.level, line.round, -line.votes, line.candidate)
    )


SAID = {"elected": " (trúng cử)", "runoff": " (vào vòng sau)"}


def sentences(lines: list[ElectionLine]) -> list[str]:
    """The same in words, one sentence a round, for whoever reads the minutes."""
    people = {line.candidate for line in lines}
    rows = frappe.get_all(
        "Member School Staff", filters={"name": ("in", list(people) or [""])}, fields=["name", "full_name"]
    )
    names = {row.name: row.full_name for row in rows}
    rounds: dict[tuple, list[ElectionLine]] = defaultdict(list)
    for line in lines:
        rounds[line.position, line.level, line.round].append(line)
    found = []
    for (position, level, number), of_round in rounds.items():
        count = of_round[0]
        seat = " ".join(filter(None, (vi(position).lower(), level and f"cấp {level}")))
        given = "; ".join(
            f"{names.get(o.candidate, o.candidate)}: {o.votes} phiếu{SAID.get(o.result, '')}"
            for o in of_round
        )
        found.append(
            f"Bầu {seat}, vòng {number}: phát ra {count.issued}, thu về {count.returned}, "
            f"hợp lệ {count.valid} phiếu. {given}."
        )
    return found


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
    return read_now(query) if locked else query.run(as_dict=True)
