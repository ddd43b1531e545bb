"""What the regulations that bind a unit on a day say about its headship."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cum_chuyen_mon.ledger.world import duties_binding
from cum_chuyen_mon.rules.eligibility import chosen_from
from cum_chuyen_mon.rules.headship import concerns
from cum_chuyen_mon.rules.regulation import Duty, Regulation, cited
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import DutyKind, Level, Position, Rotates


@dataclass(frozen=True)
class Rule:
    """A duty with the regulation it is written in."""

    regulation: Regulation
    duty: Duty

    def __str__(self) -> str:
        return cited(self.regulation, self.duty)


@dataclass(frozen=True)
class Bound:
    """The duties about one seat: a position of a unit, or of one of its levels."""

    position: Position
    level: Level | None
    rules: tuple[Rule, ...]

    def term(self) -> Rule | None:
        """The strictest limit on the term of office."""
        found = self._of(DutyKind.TERM, lambda duty: duty.position is self.position and duty.max_years > 0)
        return min(found, key=lambda rule: rule.duty.max_years, default=None)

    def required(self) -> Rule | None:
        """The duty that names the school positions from which the officer is chosen."""
        found = self._of(
            DutyKind.TERM, lambda duty: duty.position is self.position and bool(chosen_from(duty))
        )
        return next(iter(found), None)

    def rotation(self) -> Rule | None:
        """The duty by which the headship goes round; deputies do not."""
        if self.position is Position.DEPUTY:
            return None
        found = self._of(DutyKind.ROTATION, lambda duty: duty.rotates is Rotates.HEADSHIP)
        return next(iter(found), None)

    def paper(self, kind: str) -> Rule | None:
        """The duty that asks for a kind of paper about the headship."""
        found = self._of(DutyKind.DEADLINE, lambda duty: duty.paper_kind == kind)
        return next(iter(found), None)

    def _of(self, kind: DutyKind, fits: Callable[[Duty], bool]) -> list[Rule]:
        return [
            rule
            for rule in self.rules
            if rule.duty.kind is kind and concerns(rule.duty, self.level) and fits(rule.duty)
        ]


def bound(unit: Unit, position: Position, level: Level | None, on: date) -> Bound:
    """What binds a seat of a unit on a day."""
    return Bound(position, level, tuple(Rule(*pair) for pair in duties_binding(unit, on)))
