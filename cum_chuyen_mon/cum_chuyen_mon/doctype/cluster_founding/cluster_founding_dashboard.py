from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "founding",
        "transactions": [{"label": _("Units"), "items": ["School Cluster", "Inter-School Group"]}],
    }
