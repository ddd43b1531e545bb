from frappe.model.document import Document


class ClusterSemester(Document):
    pass
