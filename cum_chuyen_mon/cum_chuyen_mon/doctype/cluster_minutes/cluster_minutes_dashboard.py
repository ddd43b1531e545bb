from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "minutes",
        "transactions": [
            {"label": _("Confirmations"), "items": ["Cluster Minutes Signature"]},
            {"label": _("Activities"), "items": ["Cluster Task"]},
        ],
    }
