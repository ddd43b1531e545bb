from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.controllers.units import MemberUnit
from cum_chuyen_mon.founding.subject_groups import may_make


class SchoolCluster(Tidy, MemberUnit, Document):
    """Cụm chuyên môn, cụm trường: schools with a head and deputies, all dated."""

    def onload(self) -> None:
        super().onload()
        self.set_onload("may_make_groups", may_make(self))
