from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterContentCategory(Tidy, Document):
    """Nhóm nội dung: what professional work is about (E2.1); an authority or a unit adds its own."""
