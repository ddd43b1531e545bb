from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "school",
        "transactions": [
            {"label": _("People"), "items": ["Member School Staff"]},
            {"label": _("Activities"), "items": ["Cluster Session Attendance"]},
        ],
    }
