from frappe.model.document import Document


class UnitOfficer(Document):
    pass
