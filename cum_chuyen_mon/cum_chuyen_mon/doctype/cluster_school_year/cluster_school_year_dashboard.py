from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "school_year",
        "transactions": [
            {"label": _("Activities"), "items": ["Cluster Session", "Cluster Activity Plan"]},
            {"label": _("Obligations"), "items": ["Cluster Obligation", "Cluster Unit Report"]},
        ],
    }
