"""Electing the head of a unit in a session (N5.1, E2.2, E3): who may stand, what may be counted, who has won."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from .regulation import Problem

ROUNDS = 2
"""Rounds of voting in one session; who is still level after the last one, the authority decides (tờ trình)."""

NAMELESS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Round:
    """One count: how many voters were in the room, ballots given out, found in the box and valid, votes by candidate.

    A ballot names one candidate, so votes never outnumber valid ballots; what is valid and names nobody is a blank.
    """

    voters: int
    issued: int
    returned: int
    valid: int
    votes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """Who is elected, or between whom the next round is held; neither when the session could not decide."""

    elected: str = ""
    runoff: tuple[str, ...] = ()

    @property
    def is_undecided(self) -> bool:
        return not self.elected and not self.runoff


def problems_of_round(
    count: Round, candidates: Collection[str], names: Mapping[str, str] = NAMELESS
) -> list[Problem]:
    """Everything about a count that cannot be: empty when it is sound. ``candidates`` are who may stand, ``names`` what
    people are called."""
    found: list[Problem] = []
    steps = (
        ("issued", "Số phiếu phát ra", count.issued, "số người bầu có mặt", count.voters),
        ("returned", "Số phiếu thu về", count.returned, "số phiếu phát ra", count.issued),
        ("valid", "Số phiếu hợp lệ", count.valid, "số phiếu thu về", count.returned),
        ("votes", "Tổng số phiếu bầu", sum(count.votes.values()), "số phiếu hợp lệ", count.valid),
    )
    for name, what, number, bound, most in steps:
        if number < 0:
            found.append(Problem(name, f"{what} không thể âm ({number}). Hãy kiểm phiếu lại."))
        elif number > most:
            found.append(Problem(name, f"{what} ({number}) nhiều hơn {bound} ({most}). Hãy kiểm phiếu lại."))
    for person, number in count.votes.items():
        name = names.get(person, person)
        if person not in candidates:
            found.append(
                Problem(
                    "votes",
                    f"«{name}» không thuộc diện được bầu ở vòng này. Hãy bỏ dòng này, hoặc chọn lại người.",
                )
            )
        elif number < 0:
            found.append(Problem("votes", f"Số phiếu của «{name}» không thể âm. Hãy kiểm phiếu lại."))
    if not count.votes:
        found.append(Problem("votes", "Chưa ghi số phiếu của ứng viên nào. Hãy ghi kết quả kiểm phiếu."))
    return found


def problems_of_rounds(
    rounds: Sequence[Round], candidates: Collection[str], names: Mapping[str, str] = NAMELESS
) -> list[Problem]:
    """The same for a whole election; ``row`` counts the rounds from 1."""
    found: list[Problem] = []
    standing: Collection[str] = candidates
    for number, count in enumerate(rounds, 1):
        found += [Problem(p.field, p.message, number) for p in problems_of_round(count, standing, names)]
        result = result_of_round(count, is_last=number >= ROUNDS)
        if number < len(rounds) and not result.runoff:
            found.append(
                Problem(
                    "votes", f"Vòng {number} đã có kết quả nên không có vòng sau. Hãy bỏ vòng sau.", number
                )
            )
            break
        standing = result.runoff
    if len(rounds) > ROUNDS:
        found.append(
            Problem(
                "votes",
                f"Một phiên họp bầu nhiều nhất {ROUNDS} vòng. Hãy trình cơ quan quản lý.",
                len(rounds),
            )
        )
    return found


def result_of_round(count: Round, is_last: bool = False) -> Result:
    """Elected is who has more than half of the valid ballots; in the last round, who has the most.

    Otherwise the next round is between the two with the most votes, and whoever is level with the second.
    """
    ranked = sorted(count.votes, key=lambda person: (-count.votes[person], person))
    if not ranked or count.votes[ranked[0]] <= 0:
        return Result()
    first = ranked[0]
    is_alone = len(ranked) == 1 or count.votes[ranked[1]] < count.votes[first]
    if count.votes[first] * 2 > count.valid or (is_last and is_alone):
        return Result(elected=first)
    if is_last:
        return Result()
    if len(ranked) == 1:
        return Result(runoff=(first,))
    second = count.votes[ranked[1]]
    return Result(runoff=tuple(person for person in ranked if count.votes[person] >= second))


def result_of(rounds: Sequence[Round]) -> Result:
    """What an election came to after the rounds that were held."""
    if not rounds:
        return Result()
    return result_of_round(rounds[-1], is_last=len(rounds) >= ROUNDS)
