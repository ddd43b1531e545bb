from frappe.model.document import Document


class StaffPosting(Document):
    pass
