from frappe import _


def get_data() -> dict:
    return {
        "fieldname": "unit",
        "non_standard_fieldnames": {"Subject Group": "parent_unit"},
        "dynamic_links": {
            "unit": ["School Cluster", "unit_type"],
            "parent_unit": ["School Cluster", "parent_type"],
        },
        "transactions": [
            {"label": _("Activities"), "items": ["Cluster Session", "Cluster Minutes", "Subject Group"]},
            {"label": _("Obligations"), "items": ["Cluster Obligation", "Cluster Unit Report"]},
            {
                "label": _("Plans and Delegations"),
                "items": [
                    "Cluster Activity Plan",
                    "Cluster Headship",
                    "Cluster Delegation",
                    "Cluster Difficulty",
                ],
            },
        ],
    }
