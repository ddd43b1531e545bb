from frappe.model.document import Document


class ClusterRegulationDuty(Document):
    pass
