"""What the printed attendance sheet asks for, within what the one who prints may see."""

from __future__ import annotations

from cum_chuyen_mon.api.desk import roll


def cluster_signing_sheet(session: str) -> list[dict[str, str]]:
    """The people of a session's sheet in Vietnamese order: ``{"name", "place", "note"}``; guests last."""
    people = sorted(roll(session), key=lambda person: person["is_guest"])
    return [
        {
            "name": person["name"],
            "place": person["place"],
            "note": "Khách mời" if person["is_guest"] else "",
        }
        for person in people
    ]
