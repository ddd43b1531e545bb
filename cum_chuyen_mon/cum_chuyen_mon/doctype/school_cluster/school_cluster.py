from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.controllers.units import MemberUnit


class SchoolCluster(Tidy, MemberUnit, Document):
    """Cụm chuyên môn, cụm trường: schools with a head and deputies, all dated."""
