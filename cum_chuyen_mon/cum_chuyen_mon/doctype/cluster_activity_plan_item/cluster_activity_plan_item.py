from frappe.model.document import Document


class ClusterActivityPlanItem(Document):
    pass
