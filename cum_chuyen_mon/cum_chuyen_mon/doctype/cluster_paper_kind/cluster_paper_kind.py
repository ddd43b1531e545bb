from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterPaperKind(Tidy, Document):
    """Loại văn bản: what a unit can owe its authority; regulations name these codes."""
