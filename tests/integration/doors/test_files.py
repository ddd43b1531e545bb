"""Files: a URL opens nothing, whatever carries it, and a file hangs only where its user may write."""

from __future__ import annotations

import json
from collections.abc import Callable

import frappe
import pytest

from .outsiders import CHAIR, HEAD, OUTSIDER, Doors
from .uploads import CONTENT, reads_nothing, sees, upload, uploaded


@pytest.fixture
def secret(as_: Callable, doors: Doors) -> dict:
    """A private file on the session, of which the outsider knows the URL; he has no file yet."""
    frappe.db.rollback()
    frappe.db.delete("File", {"owner": OUTSIDER})
    frappe.db.commit()
    name = f"kin-{frappe.generate_hash(length=6)}.txt"
    return uploaded(as_(HEAD), name, f"{CONTENT} {name}", doctype="Cluster Session", docname=doors.session)


VARIANTS = (
    "{url}",
    "/private/files/./{name}",
    "/private/files//{name}",
    "/private/files/%2e/{name}",
    "/files/../../private/files/{name}",
    "/files/..%2f..%2fprivate/files/{name}",
    "/files/%2e%2e/%2e%2e/private/files/{name}",
    "{quoted}",
    "{site}{url}",
    "http://elsewhere.example{url}",
    "{upper}",
)


def spelled(variant: str, secret: dict, site: str) -> str:
    url, name = secret["file_url"], secret["file_url"].rsplit("/", 1)[1]
    quoted = "/private/files/" + "".join(f"%{ord(c):02x}" for c in name)
    upper = "/private/files/" + name.upper()
    return variant.format(url=url, name=name, quoted=quoted, site=site, upper=upper)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("private", [0, 1])
def test_a_file_pointing_at_anothers_content(as_, secret, server, variant, private) -> None:
    client = as_(OUTSIDER)
    url = spelled(variant, secret, server)
    client.request("POST", "api/method/upload_file", data={"file_url": url, "is_private": private})
    client.post("api/resource/File", file_url=url, is_private=private, file_name="x.txt")
    client.post("api/resource/File", file_url=url, is_private=private, file_name="x.txt", content_hash="")
    reads_nothing(client, secret)


def test_a_file_without_url_named_like_anothers(as_, secret) -> None:
    client = as_(OUTSIDER)
    name = secret["file_url"].rsplit("/", 1)[1]
    client.post("api/resource/File", file_name=name, is_private=1)
    reads_nothing(client, secret)


def test_settings_of_the_site_are_not_read(as_) -> None:
    client = as_(OUTSIDER)
    for url in (
        "/files/../../site_config.json",
        "/private/files/../../site_config.json",
        "../site_config.json",
    ):
        answer = client.post("api/resource/File", file_url=url, is_private=0, file_name="x.txt")
        assert answer.status_code in (403, 417), (url, answer.text[:300])


def test_a_hash_that_is_sent_finds_nothing(as_, secret) -> None:
    client = as_(OUTSIDER)
    frappe.db.rollback()
    digest = frappe.db.get_value("File", secret["name"], "content_hash")
    client.post("api/resource/File", file_url="https://x.example/a.txt", is_private=1, content_hash=digest)
    client.post("api/resource/File", file_url="https://x.example/a.txt", is_private=0, content_hash=digest)
    reads_nothing(client, secret)


@pytest.mark.parametrize("variant", VARIANTS)
def test_ones_own_file_is_not_turned_to_anothers_url(as_, secret, server, variant) -> None:
    client = as_(OUTSIDER)
    mine = uploaded(client, "cua-toi.txt", frappe.generate_hash())
    client.put(f"api/resource/File/{mine['name']}", file_url=spelled(variant, secret, server))
    client.call(
        "frappe.client.set_value",
        doctype="File",
        name=mine["name"],
        fieldname={"file_url": spelled(variant, secret, server)},
    )
    reads_nothing(client, secret)


def test_ones_own_file_is_not_turned_to_a_name(as_, secret) -> None:
    client = as_(OUTSIDER)
    mine = uploaded(client, "cua-toi.txt", frappe.generate_hash())
    name = secret["file_url"].rsplit("/", 1)[1]
    client.put(f"api/resource/File/{mine['name']}", file_url="", file_name=name)
    client.put(f"api/resource/File/{mine['name']}", file_url=f"/files/x/{name}", is_private=0)
    reads_nothing(client, secret)
    assert not sees(client, f"/files/{name}")


def test_anothers_file_is_not_made_ones_own(as_, secret, doors) -> None:
    """Frappe believes the owner that is sent along with a File."""
    client = as_(OUTSIDER)
    path = f"api/resource/File/{secret['name']}"
    client.put(path, owner=OUTSIDER, attached_to_doctype="User", attached_to_name=OUTSIDER)
    client.put(path, owner=OUTSIDER, is_private=0)
    frappe.db.rollback()
    stored = frappe.db.get_value("File", secret["name"], ["owner", "attached_to_name", "is_private"])
    assert stored == (HEAD, doors.session, 1)
    reads_nothing(client, secret)


def test_picture_of_oneself(as_, secret) -> None:
    """Frappe hangs the file on the User, with permissions ignored."""
    client = as_(OUTSIDER)
    answer = client.put(f"api/resource/User/{OUTSIDER}", user_image=secret["file_url"])
    assert answer.status_code == 403
    said = [json.loads(one)["message"] for one in json.loads(answer.json()["_server_messages"])]
    assert any("Ô «" in sentence for sentence in said), said
    reads_nothing(client, secret)


def test_picture_of_oneself_is_anothers_loose_file(as_) -> None:
    """Frappe gives a file that hangs nowhere to whoever names it first."""
    loose = uploaded(as_(HEAD), "roi.txt", f"{CONTENT} rời {frappe.generate_hash()}")
    client = as_(OUTSIDER)
    client.put(f"api/resource/User/{OUTSIDER}", user_image=loose["file_url"])
    reads_nothing(client, loose)
    frappe.db.rollback()
    assert not frappe.db.get_value("File", loose["name"], "attached_to_name")


def test_picture_of_oneself_from_ones_own_upload(as_) -> None:
    client = as_(OUTSIDER)
    mine = uploaded(client, "anh.png", b"\x89PNG" + frappe.generate_hash().encode())
    answer = client.put(f"api/resource/User/{OUTSIDER}", user_image=mine["file_url"])
    assert answer.ok, answer.text[:500]
    assert client.put(f"api/resource/User/{OUTSIDER}", user_image="").ok


def test_evidence_field_of_ones_own_report(as_, secret, doors) -> None:
    client = as_(OUTSIDER)
    answer = client.post(
        "api/resource/Cluster Unit Report",
        title="Báo cáo của Xa",
        unit_type="Member School",
        unit="T-XA",
        paper_kind="SEMESTER-REPORT",
        school_year=doors.district.year,
        semester="1",
        file=secret["file_url"],
    )
    assert answer.status_code == 403, answer.text[:500]
    reads_nothing(client, secret)


def test_a_name_that_the_database_takes_for_anothers(as_, doors) -> None:
    """MariaDB takes "ban" for "BẢN"; Frappe checks the one and sends the other."""
    token = frappe.generate_hash(length=6)
    theirs = uploaded(
        as_(HEAD),
        f"BẢN-KÍN-{token}.txt",
        f"{CONTENT} {token}",
        doctype="Cluster Session",
        docname=doors.session,
    )
    client = as_(OUTSIDER)
    mine = uploaded(client, f"ban-kin-{token}.txt", "của tôi " + token)
    assert not sees(client, theirs["file_url"])
    assert not sees(client, f"{theirs['file_url']}?fid={mine['name']}")
    assert client.get(mine["file_url"].lstrip("/")).ok
    assert sees(as_(HEAD), theirs["file_url"])


def test_attached_by_mail(as_, secret) -> None:
    client = as_(OUTSIDER)
    client.call(
        "frappe.core.doctype.communication.email.make",
        content="x",
        subject="x",
        recipients=OUTSIDER,
        communication_medium="Other",
        attachments=[secret["name"]],
    )
    reads_nothing(client, secret)


def test_optimizing_a_file_that_was_made_up(as_, secret) -> None:
    client = as_(OUTSIDER)
    made_up = {
        "doctype": "File",
        "owner": OUTSIDER,
        "file_url": secret["file_url"],
        "file_name": "x.png",
        "file_size": 3,
        "is_private": 1,
    }
    client.post("api/method/run_doc_method", docs=made_up, method="optimize_file")
    reads_nothing(client, secret)


@pytest.mark.parametrize("way", ["upload", "rest", "attach_file", "moved"])
def test_hung_on_anothers_document(as_, doors, way) -> None:
    client, target = as_(OUTSIDER), {"doctype": "Cluster Session", "docname": doors.session}
    attached = {"attached_to_doctype": "Cluster Session", "attached_to_name": doors.session}
    if way == "upload":
        answer = upload(client, "chen.txt", frappe.generate_hash(), **target)
    elif way == "rest":
        answer = client.post(
            "api/resource/File", file_name="chen.txt", content=frappe.generate_hash(), **attached
        )
    elif way == "attach_file":
        answer = client.call("frappe.client.attach_file", filename="c.txt", filedata="x" * 9, **target)
    else:
        mine = uploaded(client, "chen.txt", frappe.generate_hash())
        answer = client.put(f"api/resource/File/{mine['name']}", **attached)
    assert answer.status_code == 403, answer.text[:300]
    frappe.db.rollback()
    assert not frappe.db.exists("File", {"attached_to_name": doors.session, "owner": OUTSIDER})


def test_hung_on_a_document_that_will_be_made(as_) -> None:
    answer = upload(
        as_(OUTSIDER), "cho.txt", frappe.generate_hash(), doctype="Cluster Minutes", docname="T-SE-9999-BB"
    )
    assert answer.status_code == 403
    answer = upload(
        as_(OUTSIDER),
        "moi.txt",
        frappe.generate_hash(),
        doctype="Cluster Unit Report",
        docname="new-cluster-unit-report-ab",
    )
    assert answer.ok, answer.text[:300]


def test_read_only_readers_hang_nothing_on(as_, doors) -> None:
    """``attach_file`` asks for the right to read only."""
    target = {"doctype": "Inter-School Group", "docname": doors.district.group}
    answer = as_(CHAIR).call("frappe.client.attach_file", filename="c.txt", filedata="xyz" * 9, **target)
    assert answer.status_code == 403


def test_uploads_to_our_documents_are_private(as_, doors) -> None:
    file = uploaded(
        as_(HEAD),
        "cong-khai.txt",
        f"{CONTENT} {frappe.generate_hash()}",
        is_private=0,
        doctype="Cluster Session",
        docname=doors.session,
    )
    assert file["is_private"] == 1
    assert file["file_url"].startswith("/private/files/")
    as_(HEAD).put(f"api/resource/File/{file['name']}", is_private=0)
    frappe.db.rollback()
    assert frappe.db.get_value("File", file["name"], "is_private") == 1
    assert sees(as_(CHAIR), file["file_url"])


def test_who_uploaded_it_does_not_take_it_away_for_ever(as_, doors) -> None:
    frappe.db.rollback()
    file = frappe.get_doc(
        doctype="File",
        file_name="cu.txt",
        content=frappe.generate_hash(),
        is_private=1,
        attached_to_doctype="Cluster Session",
        attached_to_name=doors.session,
    ).insert()
    file.db_set("owner", OUTSIDER)
    frappe.db.commit()
    assert as_(OUTSIDER).delete(f"api/resource/File/{file.name}").status_code == 403
    assert as_(HEAD).delete(f"api/resource/File/{file.name}").ok


def test_lists_of_files_follow_the_documents(as_, secret) -> None:
    fields = '["name","file_url"]'
    names = {
        user: {row["name"] for row in as_(user).resource("File", fields=fields, limit_page_length=0)}
        for user in (HEAD, CHAIR, OUTSIDER)
    }
    assert secret["name"] in names[HEAD] & names[CHAIR]
    assert secret["name"] not in names[OUTSIDER]
    found = as_(OUTSIDER).method("frappe.core.api.file.get_files_by_search_text", text="kin-")
    assert secret["name"] not in {row["name"] for row in found}
    images = as_(OUTSIDER).method(
        "frappe.core.api.file.get_attached_images", doctype="Cluster Session", names=[doors_name(secret)]
    )
    assert not images
    count = as_(OUTSIDER).method("frappe.client.get_count", doctype="File", filters={"name": secret["name"]})
    assert count == 0
    search = {"doctype": "File", "txt": "kin-", "ignore_user_permissions": 1}
    for method in ("search_link", "search_widget"):
        assert secret["name"] not in as_(OUTSIDER).call(f"frappe.desk.search.{method}", **search).text
        assert secret["name"] in as_(HEAD).call(f"frappe.desk.search.{method}", **search, page_length=99).text
    told = as_(OUTSIDER).post("api/resource/File", file_url=secret["file_url"], file_name="x.txt")
    assert secret["file_name"] not in told.text.replace(secret["file_url"], "")


def doors_name(secret: dict) -> str:
    return secret["attached_to_name"]


def test_what_everybody_may_still_do(as_, doors) -> None:
    """The same content twice, a file changed by its owner, the desk's own upload to a document and its form."""
    client = as_(CHAIR)
    content = frappe.generate_hash()
    first = uploaded(client, "hai-lan.txt", content)
    again = uploaded(client, "hai-lan.txt", content)
    other = uploaded(as_(OUTSIDER), "hai-lan.txt", content)
    assert first["file_url"] == again["file_url"] == other["file_url"]
    assert client.put(f"api/resource/File/{first['name']}", file_name="doi-ten.txt").ok
    assert client.get(first["file_url"].lstrip("/")).text == content
    on_form = uploaded(
        client, "to.txt", frappe.generate_hash(), doctype="Cluster Session", docname=doors.session
    )
    library = client.request(
        "POST",
        "api/method/upload_file",
        data={"library_file_name": on_form["name"], "doctype": "Cluster Session", "docname": doors.session},
    )
    assert library.ok, library.text[:300]
    assert client.delete(f"api/resource/File/{on_form['name']}").ok
    public = uploaded(client, "anh.txt", frappe.generate_hash(), is_private=0)
    assert public["file_url"].startswith("/files/")
    assert client.put(f"api/resource/File/{public['name']}", is_private=1).ok


def test_a_report_takes_the_files_uploaded_before_it_was_saved(as_, doors) -> None:
    client = as_(HEAD)
    temporary = "new-cluster-unit-report-zqx"
    file = uploaded(
        client,
        "minh-chung.txt",
        f"{CONTENT} {frappe.generate_hash()}",
        doctype="Cluster Unit Report",
        docname=temporary,
        fieldname="file",
    )
    made = client.post(
        "api/resource/Cluster Unit Report",
        title="Báo cáo của nhóm",
        unit_type="Inter-School Group",
        unit=doors.district.group,
        paper_kind="SEMESTER-REPORT",
        school_year=doors.district.year,
        semester="2",
        file=file["file_url"],
        __temporary_name=temporary,
    )
    assert made.ok, made.text[:500]
    frappe.db.rollback()
    assert frappe.db.get_value("File", file["name"], "attached_to_name") == made.json()["data"]["name"]
    assert not sees(as_(OUTSIDER), file["file_url"])
