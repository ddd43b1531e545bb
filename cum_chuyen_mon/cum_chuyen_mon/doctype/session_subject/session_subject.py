from frappe.model.document import Document


class SessionSubject(Document):
    pass
