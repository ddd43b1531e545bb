"""Knocking at doors: what is asked, of whom, and what the answer gives away."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from .people import ATTACKERS, Side

Item = TypeVar("Item")
AT_ONCE = 4
"""Requests in flight: the web server has two processes, and the machine may be small."""


@dataclass(frozen=True)
class Call:
    """One request."""

    verb: str
    path: str
    params: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    upload: bytes | None = None
    """Content of a file sent with a form."""
    stumbles: bool = False
    """Frappe's own code answers 500 to this, whatever app is installed."""

    def send(self, client: Any) -> Any:
        if self.upload is not None:
            files = {"file": ("x.txt", self.upload)}
            return client.request(self.verb, self.path, data=self.body, files=files)
        options = {"params": self.params} if self.params else {}
        if self.body is not None:
            options["json"] = self.body
        return client.request(self.verb, self.path, allow_redirects=False, **options)

    @property
    def label(self) -> str:
        arguments = json.dumps(self.params or self.body or {}, ensure_ascii=False)
        return f"{self.verb} {self.path} {arguments[:160]}"

    @property
    def sent(self) -> str:
        return f"{self.path} {json.dumps(self.params, ensure_ascii=False)} {json.dumps(self.body, ensure_ascii=False)}"


Tells = Callable[[Any], bool]
Asks = Callable[[Side, Side, str], Generator[Call, Any, None]]
"""(own side, other side, position of the attacker) → requests, one after the other; each gets its answer sent back."""


@dataclass(frozen=True)
class Door:
    name: str
    asks: Asks
    tells: Tells | None = None
    """Whether an answer without any of the other side's words gives something away all the same."""
    alone: bool = False
    """One person after another: Frappe refuses a row that somebody else is about to delete before it asks who it is."""


DOORS: list[Door] = []


def door(name: str, tells: Tells | None = None, alone: bool = False) -> Callable[[Asks], Asks]:
    def enter(asks: Asks) -> Asks:
        DOORS.append(Door(name, asks, tells, alone))
        return asks

    return enter


def get(path: str, /, **params: Any) -> Call:
    return Call("GET", path, {key: plain(value) for key, value in params.items()})


def post(path: str, /, **body: Any) -> Call:
    return Call("POST", path, body=body)


def put(path: str, /, **body: Any) -> Call:
    return Call("PUT", path, body=body)


def method(name: str, /, **arguments: Any) -> Call:
    """POST to a whitelisted method; lists and mappings go as JSON text, as the desk sends them."""
    return Call("POST", f"api/method/{name}", body={key: plain(value) for key, value in arguments.items()})


def stumbling(call: Call) -> Call:
    """A request to which Frappe's own code answers 500, whatever app is installed."""
    return replace(call, stumbles=True)


def asked(name: str, /, **arguments: Any) -> Call:
    """The same with GET."""
    return get(f"api/method/{name}", **arguments)


THINNED = int(os.environ.get("CCM_ATTACK_THINNED", "6"))
"""How many times smaller each person's part is than it could be; 1 tries everything and takes some ten minutes."""


def part(items: Iterable[Item], who: str, of: int) -> list[Item]:
    """One person's part of what everybody together tries: every person at every door, every document with some."""
    of *= THINNED
    return list(items)[ATTACKERS.index(who) % of :: of]


def plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def message(response: Any) -> Any:
    """What a whitelisted method returned; None for a refusal."""
    try:
        return response.json().get("message") if response.ok else None
    except (ValueError, AttributeError):
        return None


def says_yes(response: Any) -> bool:
    """An answer other than nothing, zero or no."""
    said = message(response)
    return bool(said) and said not in ("0", [], {}) and said != {"has_permission": False}


@dataclass
class Outcome:
    """What an attack came to."""

    cases: int = 0
    whispers: int = 0
    """Refusals that name another document, by its code or opaque name, beside the one that was asked about."""
    leaks: dict[str, list[str]] = field(default_factory=dict)
    writes: dict[str, list[str]] = field(default_factory=dict)
    crashes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def spotless(self) -> bool:
        return not (self.leaks or self.writes or self.crashes)

    def report(self) -> str:
        lines = [
            f"cases {self.cases}, leaks {len(self.leaks)}, unauthorised writes {len(self.writes)}, "
            f"crashes {len(self.crashes)} (doors); {self.whispers} refusals name a related document"
        ]
        for title, found in (("LEAK", self.leaks), ("WRITE", self.writes), ("CRASH", self.crashes)):
            for name, told in found.items():
                lines += [f"{title} {name}: {len(told)} cases, such as"]
                lines += [f"    {line[:400]}" for line in dict.fromkeys(told[:: max(1, len(told) // 8)])]
        return "\n".join(lines)


@dataclass
class Attack:
    """All people of one side at doors of the other."""

    own: Side
    other: Side
    clients: dict[str, Any]
    secrets: re.Pattern[str]

    def on(self, doors: Iterable[Door], writes: Callable[[], list[str]]) -> Outcome:
        """Every person at every door; after each door ``writes`` says what was written, and undoes it."""
        outcome = Outcome()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for one in doors:
                each = map if one.alone else pool.map
                for cases, whispers, leaks, crashes in each(partial(self._knock, one), self.clients):
                    outcome.cases += cases
                    outcome.whispers += whispers
                    if leaks:
                        outcome.leaks.setdefault(one.name, []).extend(leaks)
                    if crashes:
                        outcome.crashes.setdefault(one.name, []).extend(crashes)
                if told := writes():
                    outcome.writes[one.name] = told
        return outcome

    def _knock(self, one: Door, who: str) -> tuple[int, int, list[str], list[str]]:
        cases, whispers, leaks, crashes = 0, 0, [], []
        asking = one.asks(self.own, self.other, who)
        call = next(asking, None)
        while call:
            cases += 1
            response = call.send(self.clients[who])
            found = sorted(self._found(call, response))
            if not response.ok and not any(self.other.canary in word for word in found):
                whispers += bool(found)
                found = []
            if one.tells and one.tells(response):
                found.append(f"an answer: {response.text[:80]!r}")
            label = f"{who}: {call.label}"
            if found:
                leaks.append(f"{label} → {response.status_code} {', '.join(found[:6])}")
            if response.status_code >= 500 and not call.stumbles:
                crashes.append(f"{label} → {response.status_code} {cause(response)}")
            try:
                call = asking.send(response)
            except StopIteration:
                call = None
        return cases, whispers, leaks, crashes

    def _found(self, call: Call, response: Any) -> Iterator[str]:
        """The other side's words in an answer that the request did not hold itself."""
        text = response.content.decode("utf-8", "ignore") + str(response.headers)
        known = {word.lower() for word in self.secrets.findall(call.sent)}
        return iter({word.lower() for word in self.secrets.findall(text)} - known)


def cause(response: Any) -> str:
    try:
        told = response.json()
        return str(told.get("exception") or told.get("exc_type") or told)[:200]
    except ValueError:
        lines = [line for line in response.text.splitlines() if line.strip()]
        return (lines[-1] if lines else "")[:200]
