"""Schools and authorities seal locked minutes: with which key, who may, what is kept of it, what anybody is told."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta, timezone
from html import unescape
from io import BytesIO

import frappe
import pytest
import requests
from frappe.utils.password import get_decrypted_password, update_password
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cum_chuyen_mon.permissions.standing import SCHOOL
from cum_chuyen_mon.printing import kept, sealed, seals
from cum_chuyen_mon.printing.verification import verdict_on
from tests.data import soft_token
from tests.data.issued import DAYS, issued, trusted

from . import factory, holders
from .doors.uploads import uploaded
from .holders import as_user
from .test_concurrency import PASSWORD, at_once, make_user, today_district  # noqa: F401 - a fixture
from .test_kept_papers import token
from .test_papers import locked, made, read, signed_up_leader  # noqa: F401 - a fixture

SECRET = "Mật khẩu zq93 của dấu"
AUTHORITY = "Education Authority"
SEAL_PATH = "api/method/cum_chuyen_mon.api.seals.seal"
PAPER_PATH = "api/method/cum_chuyen_mon.api.papers.sealed_minutes"
NOW = datetime.now(timezone.utc)


def key_file(content: bytes, name: str = "dau.p12", **values) -> str:
    return factory.insert("File", file_name=name, content=content, is_private=1, **values).file_url


def new_seal(holder: tuple[str, str], passphrase: str = SECRET, content: bytes | None = None, **values):
    """A seal that was never saved."""
    own = content if content is not None else issued(f"Đơn vị {holder[1]}").p12(SECRET)
    return frappe.get_doc(
        {
            "doctype": seals.SEAL,
            "holder_type": holder[0],
            "holder": holder[1],
            "passphrase": passphrase,
            "key_file": key_file(own) if own else None,
            **values,
        }
    )


def secrets_of(name: str) -> tuple:
    return frappe.db.sql("select password from __Auth where doctype = %s and name = %s", (seals.SEAL, name))


def school_of(made) -> tuple[str, str]:  # noqa: F811
    return (SCHOOL, "T-AN")


def office_of(made) -> tuple[str, str]:  # noqa: F811
    return (AUTHORITY, made.authority)


def found_by_pyhanko(pdf: bytes) -> list:
    context = ValidationContext(trust_roots=trusted(), allow_fetching=False)
    return [validate_pdf_signature(s, context) for s in PdfFileReader(BytesIO(pdf)).embedded_signatures]


class TestTheKey:
    def test_it_is_kept_encrypted_and_no_file_of_it_stays(self, made):  # noqa: F811
        content = issued("Trường THCS An").p12(SECRET)
        doc = new_seal(school_of(made), content=content).insert()
        assert (doc.name, doc.holder_name, doc.key_file) == ("T-AN-TRUONG", "THCS An", None)
        assert (doc.certificate_subject, doc.certificate_issuer) == ("Trường THCS An", "CA Thử Nghiệm")
        assert doc.valid_to.date() in {(NOW + DAYS + timedelta(hours=h)).date() for h in (0, 7)}
        assert not frappe.get_all("File", {"file_name": ("like", "dau%.p12")})
        assert seals.key_kept(doc.name) == content
        said = json.dumps(frappe.get_doc(seals.SEAL, doc.name).as_dict(), default=str)
        assert SECRET not in said
        stored = secrets_of(doc.name)
        assert len(stored) == 2
        assert SECRET not in str(stored)

    def test_nobody_reads_the_passphrase_again(self, made):  # noqa: F811
        doc = new_seal(school_of(made)).insert()
        for what in (seals.PASSPHRASE, seals.KEY):
            with pytest.raises(frappe.PermissionError, match="không xem lại được"):
                frappe.get_attr("frappe.client.get_password")(seals.SEAL, doc.name, what)
        assert get_decrypted_password(seals.SEAL, doc.name, seals.PASSPHRASE) == SECRET

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"passphrase": "sai"}, "không mở được tệp khóa"),
            ({"passphrase": ""}, "Còn trống: ô «"),
            ({"content": b""}, "Còn trống ô «Tệp khóa»"),
            ({"content": b"khong phai"}, "không phải là PKCS#12"),
            ({"content": b"x" * 40_000}, "lớn hơn 30 KB"),
            ({"content": issued("T").p12(SECRET, with_key=False)}, "không có khóa bí mật"),
            ({"content": issued("T", bits=1024).p12(SECRET)}, "dài 1024 bit"),
            ({"content": issued("T", may_sign=False).p12(SECRET)}, "không dùng để ký văn bản"),
            ({"content": issued("T", first=NOW - 2 * DAYS, last=NOW - DAYS).p12(SECRET)}, "đã hết hạn ngày"),
            ({"key_file": "/private/files/khong-co.p12"}, "Ô «Tệp khóa»: tệp không có"),
            ({"way": seals.TOKEN}, "Còn trống ô «Nhãn token»"),
            (
                {"way": seals.TOKEN, "token_label": "T", "key_label": "K"},
                "Máy chủ chưa khai báo thư viện của token",
            ),
        ],
    )
    def test_what_cannot_seal_is_not_saved(self, made, values, sentence):  # noqa: F811
        with pytest.raises(frappe.ValidationError, match=sentence):
            new_seal(school_of(made), **values).insert()
        assert not frappe.db.exists(seals.SEAL, "T-AN-TRUONG")

    def test_a_holder_has_one(self, made):  # noqa: F811
        new_seal(school_of(made)).insert()
        with pytest.raises(frappe.ValidationError, match="Đơn vị này đã có dấu số"):
            new_seal(school_of(made)).insert()
        assert new_seal(office_of(made)).insert().name == f"{made.authority}-CQQL"

    def test_a_new_file_takes_the_place_of_the_old_one(self, made):  # noqa: F811
        doc = new_seal(school_of(made)).insert()
        doc = frappe.get_doc(seals.SEAL, doc.name)
        doc.key_file = key_file(issued("Chứng thư mới").p12(SECRET), "moi.p12")
        doc.save()
        assert doc.certificate_subject == "Chứng thư mới", "opened with the passphrase that is kept"
        doc.passphrase = "sai"
        with pytest.raises(frappe.ValidationError, match="không mở được tệp khóa"):
            doc.save()

    def test_one_that_has_run_out_may_be_put_out_of_use(self, made):  # noqa: F811
        doc = new_seal(school_of(made)).insert()
        seals.keep_key(doc.name, issued("T", first=NOW - 2 * DAYS, last=NOW - DAYS).p12(SECRET))
        doc = frappe.get_doc(seals.SEAL, doc.name)
        with pytest.raises(frappe.ValidationError, match="đã hết hạn ngày"):
            doc.save()
        doc = frappe.get_doc(seals.SEAL, doc.name)
        doc.disabled = 1
        doc.certificate_subject = "Ai đó"
        doc.save()
        assert doc.certificate_subject == f"Đơn vị {doc.holder}", (
            "what the certificate says is not for people to write"
        )

    def test_it_goes_with_all_that_is_secret(self, made):  # noqa: F811
        doc = new_seal(school_of(made)).insert()
        assert secrets_of(doc.name)
        doc.delete()
        assert not secrets_of(doc.name)


class TestSealing:
    def test_two_seal_one_after_the_other(self, made):  # noqa: F811
        minutes = locked(made)
        plain = kept.pdf_of(minutes)
        leader = holders.authority_login(made.authority, "Authority Leader")
        for holder in (school_of(made), office_of(made)):
            new_seal(holder).insert()
            with as_user(leader):
                sealed.seal(minutes.name, holder)
        pdf = sealed.pdf_of(minutes.name)
        assert pdf.startswith(plain)
        assert [status.bottom_line for status in found_by_pyhanko(pdf)] == [True, True]
        first, second = sealed.of(minutes.name)
        assert pdf.startswith(kept.content_of(first))
        assert second.sha256 == hashlib.sha256(pdf).hexdigest()
        assert kept.pdf_of(minutes) == plain
        row = frappe.get_doc(sealed.SEALED, second.name)
        assert (row.holder_name, row.sealed_by) == ("Phòng thử nghiệm", leader)
        assert (row.certificate_subject, bool(row.certificate_serial)) == (f"Đơn vị {made.authority}", True)
        file = frappe.get_doc("File", {"attached_to_doctype": sealed.SEALED, "attached_to_name": row.name})
        assert (file.is_private, file.owner) == (1, "Administrator")

    def test_nobody_seals_twice(self, made):  # noqa: F811
        minutes = locked(made)
        new_seal(school_of(made)).insert()
        sealed.seal(minutes.name, school_of(made))
        with pytest.raises(frappe.ValidationError, match="THCS An đã đóng dấu số lên biên bản này lúc"):
            sealed.seal(minutes.name, school_of(made))

    def test_a_certificate_that_has_run_out_meanwhile_seals_nothing(self, made):  # noqa: F811
        minutes, doc = locked(made), new_seal(school_of(made)).insert()
        seals.keep_key(doc.name, issued("T", first=NOW - 2 * DAYS, last=NOW - DAYS).p12(SECRET))
        with pytest.raises(frappe.ValidationError, match="đã hết hạn ngày"):
            sealed.seal(minutes.name, school_of(made))
        assert sealed.of(minutes.name) == []

    def test_without_a_seal_in_use_nothing_is_sealed(self, made):  # noqa: F811
        minutes = locked(made)
        with pytest.raises(frappe.ValidationError, match="THCS An chưa có dấu số"):
            sealed.seal(minutes.name, school_of(made))
        new_seal(school_of(made), disabled=1).insert()
        with pytest.raises(frappe.ValidationError, match="đã ngừng dùng"):
            sealed.seal(minutes.name, school_of(made))
        with pytest.raises(frappe.ValidationError, match="chưa có dấu số"):
            sealed.pdf_of(minutes.name)

    def test_only_locked_minutes_are_sealed(self, made):  # noqa: F811
        minutes = locked(made)
        new_seal(school_of(made)).insert()
        minutes.cancel_reason = "Ghi nhầm buổi"
        minutes.save()
        minutes.cancel()
        with pytest.raises(frappe.ValidationError, match="Biên bản này đã hủy"):
            sealed.seal(minutes.name, school_of(made))

    def test_nobody_makes_changes_or_deletes_what_was_sealed(self, made):  # noqa: F811
        minutes = locked(made)
        new_seal(school_of(made)).insert()
        sealed.seal(minutes.name, school_of(made))
        row = frappe.get_doc(sealed.SEALED, sealed.of(minutes.name)[0].name)
        with pytest.raises(frappe.ValidationError, match="không tạo hay sửa"):
            row.save()
        with pytest.raises(frappe.ValidationError, match="không xóa"):
            row.delete()

    def test_a_file_that_was_changed_is_told(self, made):  # noqa: F811
        minutes = locked(made)
        new_seal(school_of(made)).insert()
        sealed.seal(minutes.name, school_of(made))
        assert verdict_on(token(minutes)).is_genuine
        file = frappe.get_doc("File", {"attached_to_doctype": sealed.SEALED})
        with open(file.get_full_path(), "r+b") as stored:
            stored.seek(2000)
            stored.write(b"!")
        assert not verdict_on(token(minutes)).is_genuine
        with pytest.raises(frappe.ValidationError, match="đã bị thay đổi"):
            sealed.pdf_of(minutes.name)
        with pytest.raises(frappe.ValidationError, match="đã bị thay đổi"):
            sealed.seal(minutes.name, office_of(made))

    def test_it_goes_with_the_demo(self, made):  # noqa: F811
        minutes = locked(made)
        new_seal(school_of(made)).insert()
        sealed.seal(minutes.name, school_of(made))
        sealed.drop([minutes.name])
        assert sealed.of(minutes.name) == []
        assert not frappe.get_all("File", {"attached_to_doctype": sealed.SEALED})

    def test_a_paper_without_a_seal_says_that_people_confirmed_in_the_app(self, made):  # noqa: F811
        said = read(kept.pdf_of(locked(made)))
        assert (
            "".join(["xác", "nhận", "trong", "ứng", "dụng;", "đó", "không", "phải", "là", "chữ", "ký", "số"])
            in said
        )


class TestWhoSeals:
    def test_the_principal_and_the_leader_of_today_for_their_own(self, made):  # noqa: F811
        today = frappe.utils.getdate()
        users = {
            holders.login("T-AN-HT"): [(SCHOOL, "T-AN")],
            holders.login("T-AN-TOAN-1"): [],
            holders.authority_login(made.authority, "Authority Leader"): [(AUTHORITY, made.authority)],
            holders.authority_login("T-SO", "Authority Leader"): [(AUTHORITY, "T-SO")],
            holders.authority_login(made.authority, "Authority Officer"): [],
            "Administrator": [],
            "Guest": [],
        }
        assert {user: seals.holders_of(user, today) for user in users} == users

    def test_the_form_offers_it_to_them_until_it_is_done(self, made):  # noqa: F811
        minutes = locked(made)
        for school in ("T-AN", "T-CUONG"):
            new_seal((SCHOOL, school)).insert()
        head, other = holders.login("T-AN-HT"), holders.login("T-CUONG-HT")
        offer = {"holder_type": SCHOOL, "holder": "T-AN", "name": "THCS An"}
        with as_user(head):
            assert sealed.shown(minutes) == {"done": [], "offered": [offer]}
        with as_user(other):
            assert sealed.shown(minutes)["offered"] == [], "he may not have the whole minutes"
        row = sealed.seal(minutes.name, school_of(made))
        with as_user(head):
            done = [{"name": "THCS An", "at": str(row.sealed_at)}]
            assert sealed.shown(minutes) == {"done": done, "offered": []}


def test_over_http_only_those_who_may_seal_do_and_none_is_lost(
    today_district,  # noqa: F811
    api_client,
    committed,
    server,
):
    made, users, today = today_district  # noqa: F811
    minutes = locked(made, today)
    for holder in (school_of(made), office_of(made)):
        committed.also(seals.SEAL, new_seal(holder).insert().name)
    principal = make_user("t-ht@cum.example", "T-AN-HT")
    stranger = make_user("t-ht2@cum.example", "T-CUONG-HT")
    users += [principal, stranger]
    for code in ("T-AN-HT", "T-CUONG-HT"):
        frappe.get_doc("Member School Staff", code).save()  # gives the roles
    for user in (principal, stranger):
        update_password(user, PASSWORD)
    leader = signed_up_leader(made, users, committed)
    clients = {user: api_client(user, PASSWORD) for user in (principal, stranger, leader)}
    mine = {principal: school_of(made), leader: office_of(made), stranger: (SCHOOL, "T-CUONG")}

    def seal(user: str, holder: tuple[str, str]):
        return clients[user].post(SEAL_PATH, minutes=minutes.name, holder_type=holder[0], holder=holder[1])

    for user, holder in ((stranger, mine[stranger]), (stranger, mine[principal])):
        assert seal(user, holder).status_code == 403
    for user, holder in ((leader, mine[principal]), (principal, mine[leader]), (leader, (AUTHORITY, "T-SO"))):
        answer = seal(user, holder)
        assert answer.status_code == 403
        (said,) = json.loads(answer.json()["_server_messages"])
        assert "được đóng dấu số của đơn vị mình" in json.loads(said)["message"]
    asked = {"minutes": minutes.name, "holder_type": SCHOOL, "holder": "T-AN"}
    assert clients[principal].get(SEAL_PATH, **asked).status_code == 403, "no link seals"
    forged = clients[principal].request("POST", SEAL_PATH, json=asked, headers={"X-Frappe-CSRF-Token": "0"})
    assert forged.status_code == 400
    assert clients[principal].get(PAPER_PATH, minutes=minutes.name).status_code == 417

    for user in (principal, leader):
        clients[user].csrf_token  # noqa: B018 - asked for before the threads begin
    answers = at_once([lambda u=u: seal(u, mine[u]) for u in (principal, leader)])
    committed.refresh()
    rows = sealed.of(minutes.name)
    for doctype, names in ((sealed.SEALED, [row.name for row in rows]), (kept.KEPT, [minutes.name])):
        for name in names:
            committed.also(doctype, name)
            committed.also("File", frappe.db.get_value("File", {"attached_to_name": name}))
    assert [a.status_code for a in answers] == [200, 200], answers[0].text[:500] + answers[1].text[:500]
    assert {(row.holder_type, row.holder) for row in rows} == {mine[principal], mine[leader]}
    answer = clients[leader].get(PAPER_PATH, minutes=minutes.name)
    assert f"bien-ban-{minutes.name}-dau-so.pdf" in answer.headers["Content-Disposition"]
    assert [status.bottom_line for status in found_by_pyhanko(answer.content)] == [True, True]
    assert clients[stranger].get(PAPER_PATH, minutes=minutes.name).status_code == 403

    page = unescape(requests.get(f"{server}/kiem-tra?v={token(minutes)}", timeout=60).text)
    for row in rows:
        assert f"{row.holder_name}, lúc {row.sealed_at:%H:%M:%S, %d/%m/%Y}" in page
    for sha256 in (kept.of(minutes.name).sha256, *(row.sha256 for row in rows)):
        assert sha256 in page
    assert "Cán bộ" not in page
    assert "Hiệu trưởng" not in page


def test_over_http_a_key_file_goes_in_and_never_out(
    today_district,  # noqa: F811
    api_client,
    committed,
    site,
):
    made, users, _today = today_district  # noqa: F811
    leader = signed_up_leader(made, users, committed)
    admin = api_client("Administrator", site.admin_password)
    content = issued("Trường THCS An").p12(SECRET)
    new = {"doctype": seals.SEAL, "holder_type": SCHOOL, "holder": "T-AN", "passphrase": SECRET}
    refused = api_client(leader, PASSWORD).post(f"api/resource/{seals.SEAL}", **new)
    assert refused.status_code == 403
    url = uploaded(admin, "dau.p12", content, doctype=seals.SEAL, docname="new-cluster-seal-1")["file_url"]
    answers = [admin.post(f"api/resource/{seals.SEAL}", **new, key_file=url)]
    assert answers[0].ok, answers[0].text[:500]
    name = answers[0].json()["data"]["name"]
    committed.refresh()
    committed.also(seals.SEAL, name)
    answers += [
        admin.get(f"api/resource/{seals.SEAL}/{name}"),
        admin.get("api/method/frappe.desk.form.load.getdoc", doctype=seals.SEAL, name=name),
        admin.call("frappe.client.get_password", doctype=seals.SEAL, name=name, fieldname="passphrase"),
        admin.put(f"api/resource/{seals.SEAL}/{name}", passphrase="sai " + SECRET),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 403, 417]
    assert all(SECRET not in unescape(answer.json().__repr__()) for answer in answers)
    assert admin.get(url.lstrip("/")).status_code in (403, 404)
    assert not frappe.get_all("Version", {"ref_doctype": seals.SEAL})
    assert SECRET not in str(frappe.get_all("Error Log", ["error"]))


@pytest.fixture(scope="module")
def key_on_a_token(tmp_path_factory):
    if soft_token.MISSING:
        pytest.skip(soft_token.MISSING)
    soft_token.make(tmp_path_factory.mktemp("token"), issued("Trường có token"))


def test_minutes_are_sealed_with_a_token(made, key_on_a_token, monkeypatch):  # noqa: F811
    monkeypatch.setitem(frappe.conf, seals.MODULE, soft_token.LIBRARY)
    minutes = locked(made)
    labels = {"token_label": soft_token.TOKEN, "key_label": soft_token.LABEL}
    new = new_seal(school_of(made), passphrase="000000", content=b"", way=seals.TOKEN, **labels)
    with pytest.raises(frappe.ValidationError, match="mã PIN của token không đúng"):
        new.insert()
    new = new_seal(school_of(made), passphrase=soft_token.PIN, content=b"", way=seals.TOKEN, **labels)
    assert new.insert().certificate_subject == "Trường có token"
    sealed.seal(minutes.name, school_of(made))
    assert [status.bottom_line for status in found_by_pyhanko(sealed.pdf_of(minutes.name))] == [True]
