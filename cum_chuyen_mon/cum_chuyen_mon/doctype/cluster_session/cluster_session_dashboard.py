from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "session",
        "transactions": [
            {
                "label": _("Sessions"),
                "items": ["Cluster Session Attendance", "Cluster Minutes", "Cluster Headship"],
            },
            {"label": _("Obligations"), "items": ["Cluster Obligation", "Cluster Unit Report"]},
        ],
    }
