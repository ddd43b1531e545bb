from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.controllers.units import MemberUnit


class InterSchoolGroup(Tidy, MemberUnit, Document):
    """Nhóm liên trường: a few schools, one of which leads; it need not lie inside one cluster."""
