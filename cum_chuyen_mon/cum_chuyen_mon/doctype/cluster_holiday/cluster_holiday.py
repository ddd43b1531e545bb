from frappe.model.document import Document


class ClusterHoliday(Document):
    pass
