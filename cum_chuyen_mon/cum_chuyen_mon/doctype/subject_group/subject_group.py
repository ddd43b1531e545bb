from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.controllers.units import AnyUnit


class SubjectGroup(Tidy, AnyUnit, Document):
    """Tổ bộ môn: one subject inside a cluster or group; level, members and authority are its parent's."""
