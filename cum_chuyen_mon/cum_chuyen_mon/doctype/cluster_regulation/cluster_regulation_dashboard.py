from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "regulation",
        "transactions": [
            {"label": _("Obligations"), "items": ["Cluster Obligation"]},
        ],
    }
