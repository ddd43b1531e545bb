from frappe.model.document import Document


class ClusterWorkbookImport(Document):
    pass
