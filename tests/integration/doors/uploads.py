"""Sending files, and looking whether one can be seen."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from urllib.parse import quote

import frappe

CONTENT = "Nội dung kín zqx93 của biên bản"


def upload(client: Any, name: str, content: str | bytes, **fields: Any) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return client.request(
        "POST",
        "api/method/upload_file",
        files={"file": (name, io.BytesIO(body))},
        data={"is_private": 1, **fields},
    )


def uploaded(client: Any, name: str, content: str | bytes, **fields: Any) -> dict:
    response = upload(client, name, content, **fields)
    assert response.ok, response.text[:500]
    return response.json()["message"]


def sees(client: Any, url: str) -> bool:
    answer = client.get(quote(url.lstrip("/"), safe="/?=&"))
    return answer.ok and CONTENT.encode() in answer.content


def reads_nothing(client: Any, secret: dict) -> None:
    """Neither by the URL nor by any File that is his, public ones included."""
    frappe.db.rollback()
    assert not sees(client, secret["file_url"])
    mine = frappe.get_all("File", {"owner": client.user, "is_folder": 0}, ["name", "file_url"])
    for file in mine:
        assert not sees(client, file.file_url), file
        answer = client.get("api/method/frappe.core.api.file.zip_files", files=f'["{file.name}"]')
        assert CONTENT.encode() not in unzipped(answer.content), file


def unzipped(content: bytes) -> bytes:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
