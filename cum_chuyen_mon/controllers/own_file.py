"""Files that the app itself hangs on a document which nobody writes."""

from __future__ import annotations

import frappe


def hang(doctype: str, name: str, content: bytes | None = None, **columns: object):
    """A new File row: for ``content``, written to the disk, or for a file that the columns name.

    The guard of files asks who may write the document; this one is nobody's to write. The file is nobody's own either:
    Frappe lets an owner read and delete.
    """
    row = frappe.get_doc(
        {
            "doctype": "File",
            "is_private": 1,
            **columns,
            "attached_to_doctype": doctype,
            "attached_to_name": name,
            "owner": "Administrator",
        }
    )
    row.set_user_and_timestamp()
    row.creation = row.modified  # without one the insert makes the user its owner
    if content is not None:
        row.content = content  # a file without content or address is one of another site to Frappe
        row.save_file(content, ignore_existing_file_check=True)
        row.flags.new_file = True  # taken from the disk again should this transaction be undone
    row.set_new_name()
    row.db_insert()
    return row
