"""Doors to files: somebody else's content by its URL, and files hung on somebody else's documents."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .attack import Call, asked, door, get, method, part, post, put
from .people import Side

TARGETS = ("minutes_locked", "report_group", "delegation")
FILE, FORM = "frappe.core.doctype.file.file", "frappe.desk.form"
HELD_BY = {
    "report_group": "file",
    "report_school": "file",
    "delegation": "file",
    "subject_group": "decision_file",
}
"""One's own documents with an attach field."""

PUBLIC = "/files/"
"""Frappe, and the middleware that serves public files, answer 500 where there is no such file."""

Asking = Iterator[Call]
"""Generators: each request gets its answer sent back."""


def file_name(side: Side, key: str) -> str:
    """The name of the File that hangs on a document."""
    return side.file_names[key]


def upload(content: bytes | None = None, **form: Any) -> Call:
    """The desk's own upload."""
    return Call("POST", "api/method/upload_file", body=form, upload=content or b"")


def linked(**form: Any) -> Call:
    """An upload without content: a link to what lies on the site already."""
    return post("api/method/upload_file", **form)


def url_in(response: Any) -> str:
    return _said(response, "file_url")


def name_in(response: Any) -> str:
    return _said(response, "name")


def _said(response: Any, key: str) -> str:
    """A value of the document that was answered; "" for a refusal."""
    try:
        told = response.json()
    except ValueError:
        return ""
    said = told.get("message") or told.get("data") or {}
    return str(said.get(key) or "") if response.ok and isinstance(said, dict) else ""


def spellings(url: str) -> list[str]:
    """Other ways to write the URL of a private file."""
    base = url.rpartition("/")[2]
    return [
        url,
        f"/files/../private/files/{base}",
        f"/private/files/../../private/files/{base}",
        f"/private/files/./{base}",
        f"/files/{base}",
        f"//private/files/{base}",
        f"/private/files/{base.upper()}",
        f"/private/files/{base}%00.png",
        f"http://localhost/private/files/{base}",
        f"%2Fprivate%2Ffiles%2F{base}",
        base,
    ]


@door("files by URL")
def _(own: Side, other: Side, who: str) -> Asking:
    for key in part(other.files, who, 2):
        yield get(other.files[key])
    for key in part(TARGETS, who, 3):
        url = other.files[key]
        yield get(url, fid=other.file_names[key])
        for spelled in spellings(url):
            yield replace(get(spelled.replace("//", "/")), stumbles=spelled.startswith(PUBLIC))
            yield asked("download_file", file_url=spelled)
            yield asked(f"{FILE}.download_file", file_url=spelled)


@door("stealing a file by a File that names its URL")
def _(own: Side, other: Side, who: str) -> Asking:
    for key in part(TARGETS, who, 3):
        url = other.files[key]
        for spelled in spellings(url):
            for private in (1, 0):
                call = post("api/resource/File", file_url=spelled, is_private=private)
                made = yield replace(call, stumbles=spelled.startswith(PUBLIC))
                yield get(url_in(made) or url)
            place = {"doctype": "Cluster Difficulty", "docname": own.name("difficulty_group")}
            made = yield replace(linked(file_url=spelled, is_private=1), stumbles=spelled.startswith(PUBLIC))
            yield get(url_in(made) or url)
            call = linked(file_url=spelled, is_private=1, **place)
            made = yield replace(call, stumbles=spelled.startswith(PUBLIC))
            yield get(url_in(made) or url)
        yield get(url)
        base = url.rpartition("/")[2]
        for values in ({"file_name": base}, {"file_name": url}, {"file_name": f"../../private/files/{base}"}):
            call = post("api/resource/File", **values, is_private=1)
            made = yield replace(call, stumbles=values["file_name"].startswith(".."))
            yield get(url_in(made) or url)
        taken = {"attached_to_doctype": "User", "attached_to_name": own.users.get(who, "Guest")}
        made = yield post("api/resource/File", file_url=url, is_private=1, **taken)
        yield get(url)
        made = yield linked(library_file_name=file_name(other, key))
        yield get(url_in(made) or url)
        made = yield method("frappe.client.insert", doc={"doctype": "File", "file_url": url, "is_private": 1})
        yield get(url)


@door("stealing a file by changing one's own File")
def _(own: Side, other: Side, who: str) -> Asking:
    mine = yield upload(b"mine " + who.encode(), is_private=1)
    name = name_in(mine)
    if not name:
        return
    for key in part(TARGETS, who, 3):
        url = other.files[key]
        for spelled in spellings(url):
            call = put(f"api/resource/File/{name}", file_url=spelled)
            changed = yield replace(call, stumbles=spelled.startswith(PUBLIC))
            yield get(url_in(changed) or url)
        hanging = {"attached_to_doctype": other.docs[key][0], "attached_to_name": other.name(key)}
        yield put(f"api/resource/File/{name}", **hanging)
        yield method("frappe.client.set_value", doctype="File", name=name, fieldname="file_url", value=url)
        yield get(url)
        built = {
            "doctype": "File",
            "name": name,
            "file_url": url,
            "is_private": 1,
            "owner": own.users.get(who),
        }
        yield method("frappe.client.save", doc=built)
        yield method("run_doc_method", docs={**built, "name": file_name(other, key)}, method="optimize_file")
        yield get(url)


@door("stealing a file through an attach field", alone=True)
def _(own: Side, other: Side, who: str) -> Asking:
    me = own.users.get(who, "Guest")
    for key in part(TARGETS, who, 3):
        url = other.files[key]
        for mine, field in HELD_BY.items():
            doctype, name = own.docs[mine]
            yield put(f"api/resource/{doctype}/{name}", **{field: url})
            yield get(url)
            document = {"doctype": doctype, "name": name, field: url}
            yield method(f"{FORM}.save.savedocs", doc=document, action="Save")
            yield get(url)
        for spelled in spellings(url)[:5]:
            yield put(f"api/resource/User/{me}", user_image=spelled)
            yield get(url)
        yield put(f"api/resource/User/{me}", banner_image=url)
        yield post("api/resource/Cluster Workbook Import", workbook=url)
        yield post(
            "api/resource/Data Import",
            reference_doctype="Cluster Difficulty",
            import_type="Insert New Records",
            import_file=url,
        )
        yield method(
            "frappe.core.doctype.data_import.data_import.get_preview_from_template",
            data_import="x",
            import_file=url,
        )
        about = {"reference_doctype": "Cluster Difficulty", "reference_name": own.name("difficulty_group")}
        told = {"comment_type": "Comment", "content": f'<img src="{url}">'}
        yield post("api/resource/Comment", **about, **told)
        yield post("api/resource/Note", title=f"x {who}", content=f'<img src="{url}">', public=1)
        yield get(url)


@door("stealing a file by mail")
def _(own: Side, other: Side, who: str) -> Asking:
    me = own.users.get(who, "Guest")
    places = (("Cluster Difficulty", own.name("difficulty_group")), ("User", me), (None, None))
    for key in part(TARGETS, who, 3):
        for doctype, name in places:
            letter = {"doctype": doctype, "name": name, "content": "x", "subject": "x", "recipients": me}
            attached = [file_name(other, key)]
            yield method("frappe.core.doctype.communication.email.make", **letter, attachments=attached)
            yield get(other.files[key])
            printed = {"print_html": "x", "print_format": "Standard", "send_me_a_copy": 1}
            yield method(
                "frappe.core.doctype.communication.email.make", **letter, **printed, attachments=attached
            )
            yield get(other.files[key])
    yield get("api/resource/File", fields='["*"]', filters=[["attached_to_doctype", "=", "Communication"]])


@door("files in folders and archives")
def _(own: Side, other: Side, who: str) -> Asking:
    api = "frappe.core.api.file"
    for folder in ("Home", "Home/Attachments"):
        yield asked(f"{api}.get_files_in_folder", folder=folder, page_length=500)
    for text in ("zqk", "minutes", "txt"):
        yield asked(f"{api}.get_files_by_search_text", text=text)
    for key in part(TARGETS, who, 3):
        doctype, name = other.docs[key]
        file = file_name(other, key)
        yield asked(f"{api}.get_attached_images", doctype=doctype, names=[name])
        yield method(f"{api}.zip_files", files=[{"name": file}])
        yield method(f"{api}.unzip_file", name=file)
        yield method(
            f"{api}.move_file",
            file_list=[{"name": file, "file_name": "x"}],
            new_parent="Home",
            old_parent="Home/Attachments",
        )
        yield get(f"api/resource/File/{file}")
        yield asked("frappe.client.get", doctype="File", name=file)
        yield asked(
            "frappe.client.get_value", doctype="File", fieldname='["file_name", "content_hash"]', filters=file
        )
        yield asked("frappe.desk.form.load.getdoc", doctype="File", name=file)


@door("changing and deleting the other's files", alone=True)
def _(own: Side, other: Side, who: str) -> Asking:
    for key in part(TARGETS, who, 3):
        doctype, name = other.docs[key]
        file = file_name(other, key)
        yield put(f"api/resource/File/{file}", is_private=0)
        yield put(f"api/resource/File/{file}", file_url="/files/x.txt", attached_to_name=own.name(key))
        yield put(f"api/resource/File/{file}", owner=own.users.get(who, "Guest"))
        yield method(f"{FORM}.utils.remove_attach", fid=file, dt=doctype, dn=name)
        yield method("run_doc_method", dt="File", dn=file, method="optimize_file")
        yield Call("DELETE", f"api/resource/File/{file}")
        yield method("frappe.client.delete", doctype="File", name=file)


@door("hanging a file on the other's document")
def _(own: Side, other: Side, who: str) -> Asking:
    data = base64.b64encode(who.encode()).decode()
    for key in part(TARGETS, who, 3):
        doctype, name = other.docs[key]
        field = {"report_group": "file", "delegation": "file"}.get(key)
        yield upload(who.encode(), doctype=doctype, docname=name, is_private=1)
        yield upload(who.encode(), doctype=doctype, docname=name, is_private=0, fieldname=field)
        yield method(
            "frappe.client.attach_file",
            filename="x.txt",
            filedata=data,
            doctype=doctype,
            docname=name,
            decode_base64=1,
            docfield=field,
        )
        hanging = {"attached_to_doctype": doctype, "attached_to_name": name, "attached_to_field": field}
        yield post("api/resource/File", file_name="x.txt", content=data, decode=1, is_private=1, **hanging)
        yield post("api/resource/File", file_url="https://elsewhere.example/x", **hanging)
        yield method(
            "frappe.client.insert", doc={"doctype": "File", "file_name": "x.txt", "content": "x", **hanging}
        )
