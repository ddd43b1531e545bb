from frappe.model.document import Document


class ClusterMinutesTopic(Document):
    pass
