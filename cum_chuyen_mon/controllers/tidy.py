"""What every document of the app does with its text: one normal form, a key to search without marks, sound codes."""

from __future__ import annotations

import re

import frappe
from frappe.model import table_fields
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.permissions import doors
from cum_chuyen_mon.rules.text import CODE_LENGTH, CODE_PATTERN, clean, clean_lines, search_key

ONE_LINE = ("Data", "Link", "Dynamic Link", "Select")
TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?")
SEVERAL_VALUES = (*table_fields, "JSON")
MANY_LINES = ("Small Text", "Text", "Long Text")
CODE_RULE = (
    f"chỉ gồm chữ hoa không dấu, chữ số và các dấu . _ - (ví dụ «THCS-TAN-AN»), tối đa {CODE_LENGTH} ký tự"
)


class Tidy:
    """Mixin for controllers. A DocType named by a code field is checked for a sound code before it is named."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.get("__islocal"):
            self.forget_times_of_now()

    def forget_times_of_now(self) -> None:
        """A new document of Frappe's, as REST makes it, has now for every time; with microseconds, as nobody types."""
        for field in self.meta.fields:
            if field.fieldtype == "Time" and "." in str(self.get(field.fieldname) or ""):
                self.set(field.fieldname, None)

    def update_if_missing(self, defaults) -> None:
        """Frappe's defaults, but for the time of day: it would enter now wherever nobody entered a time."""
        times = {field.fieldname for field in self.meta.fields if field.fieldtype == "Time"}
        super().update_if_missing({key: value for key, value in defaults.items() if key not in times})

    def onload(self) -> None:
        """The desk opens the document: its form offers what the person may do to this one (public/js/rights.js)."""
        self.set_onload("may", doors.actions_on(self))

    def add_comment(self, *args, **kwargs):
        """Frappe's own, for the server only: called by a client, it would answer with the whole document."""
        return super().add_comment(*args, **kwargs)

    def notify_update(self) -> None:
        """Tell whoever has the document open. Frappe also tells everybody with a role for such documents which one
        was changed, and by whom; names of rolls and signatures are made of people's codes."""
        if not frappe.flags.in_patch:
            changed = {"modified": self.modified, "doctype": self.doctype, "name": self.name}
            frappe.publish_realtime(
                "doc_update", changed, doctype=self.doctype, docname=self.name, after_commit=True
            )

    def before_insert(self) -> None:
        if self.meta.autoname and self.meta.autoname.startswith("field:"):
            field = self.meta.get_field(self.meta.autoname.removeprefix("field:"))
            code = clean(self.get(field.fieldname)).upper()
            if len(code) > CODE_LENGTH or not re.fullmatch(CODE_PATTERN, code):
                frappe.throw(f"{label(self, field.fieldname)} «{code}» không hợp lệ: {CODE_RULE}.")
            self.set(field.fieldname, code)

    def _validate_links(self) -> None:
        """Before Frappe looks up what a link names: it would take a mapping for a filter, and put in what it finds."""
        for row in (self, *self.get_all_children()):
            check_shapes(row)
        super()._validate_links()

    def before_validate(self) -> None:
        fill_defaults(self)
        tidy(self)
        for child in self.get_all_children():
            fill_defaults(child)
            tidy(child)
        self.validate_set_only_once()  # before a sentence could name the unit that somebody tries to put in
        for row in (self, *self.get_all_children()):
            check_days_and_times(row)
        check_words(self)
        if self.meta.has_field("search_name") and self.meta.title_field:
            self.search_name = search_key(self.get(self.meta.title_field))[:140]


def check_words(doc) -> None:
    """Throw for an empty mandatory field or a word that is no choice of its field, naming it.

    Frappe asks after the controller has worked with the values; ours want to rely on them.
    """
    rows = (doc, *doc.get_all_children())
    empty = [_place_of(row, field) for row in rows for field, _said in row._get_missing_mandatory_fields()]
    if empty and not doc.flags.ignore_mandatory:
        frappe.throw(f"Còn trống: {', '.join(empty)}. Hãy điền rồi lưu lại.", exc=frappe.MandatoryError)
    for row in rows:
        row._validate_selects()


def check_shapes(doc) -> None:
    """Throw for a list or a mapping where one value belongs."""
    for field in doc.meta.fields:
        if field.fieldtype not in SEVERAL_VALUES and isinstance(doc.get(field.fieldname), (dict, list)):
            frappe.throw(
                f"Sai dữ liệu: {_place_of(doc, field.fieldname)} chỉ nhận một giá trị. Hãy tải lại trang rồi nhập lại."
            )


def check_days_and_times(doc) -> None:
    """Throw for a time that no clock shows, which the database would keep and nobody could read again. What stands for
    no day ("0000-00-00") is none."""
    for field in doc.meta.fields:
        value = doc.get(field.fieldname)
        if value and field.fieldtype == "Time" and not TIME.fullmatch(str(value)):
            frappe.throw(
                f"Sai giờ: {_place_of(doc, field.fieldname)} ghi «{escape_html(str(value))}». "
                "Hãy nhập giờ và phút, ví dụ 08:15."
            )
        if value and field.fieldtype == "Date" and getdate(value) is None:
            doc.set(field.fieldname, None)


def _place_of(row, fieldname: str) -> str:
    """Where a field is on the form: "ô «Tên»", or "dòng 2, ô «Môn»" in a table."""
    where = f"dòng {row.idx}, " if row.get("parentfield") else ""
    return f"{where}ô «{label(row, fieldname)}»"


def fill_defaults(doc) -> None:
    """Give an empty choice its default: Frappe leaves defaults out while it imports data."""
    for field in doc.meta.fields:
        if field.fieldtype == "Select" and field.default and not doc.get(field.fieldname):
            doc.set(field.fieldname, field.default)


def tidy(doc) -> None:
    """Bring every text of a document into NFC; "Củ" typed on any keyboard is then the same "Củ"."""
    for field in doc.meta.fields:
        value = doc.get(field.fieldname)
        if isinstance(value, str) and value:
            if field.fieldtype in ONE_LINE:
                doc.set(field.fieldname, clean(value))
            elif field.fieldtype in MANY_LINES:
                doc.set(field.fieldname, clean_lines(value))


def label(doc, fieldname: str) -> str:
    """The field's label as the user sees it."""
    field = doc.meta.get_field(fieldname)
    return frappe._(field.label, context=doc.doctype) if field and field.label else fieldname
