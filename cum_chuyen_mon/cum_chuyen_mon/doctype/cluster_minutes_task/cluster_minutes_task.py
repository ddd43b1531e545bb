from frappe.model.document import Document


class ClusterMinutesTask(Document):
    pass
