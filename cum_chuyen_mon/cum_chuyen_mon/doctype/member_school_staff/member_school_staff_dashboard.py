from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "staff",
        "transactions": [
            {"label": _("Activities"), "items": ["Cluster Session Attendance", "Cluster Minutes Signature"]},
        ],
    }
