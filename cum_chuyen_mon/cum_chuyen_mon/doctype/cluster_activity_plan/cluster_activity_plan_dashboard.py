from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "plan",
        "non_standard_fieldnames": {"Cluster Activity Plan": "amends"},
        "transactions": [
            {"label": _("Consultation"), "items": ["Cluster Plan Comment", "Cluster Difficulty"]},
            {"label": _("Activities"), "items": ["Cluster Session", "Cluster Activity Plan"]},
        ],
    }
