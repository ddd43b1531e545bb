from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "unit",
        "dynamic_links": {"unit": ["Subject Group", "unit_type"]},
        "transactions": [
            {"label": _("Activities"), "items": ["Cluster Session", "Cluster Minutes"]},
            {"label": _("Obligations"), "items": ["Cluster Obligation", "Cluster Unit Report"]},
        ],
    }
