from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterActivityKind(Tidy, Document):
    """Loại hoạt động: what a session can be; regulations name these codes."""
