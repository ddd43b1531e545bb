from frappe.model.document import Document


class SupervisingAuthority(Document):
    pass
