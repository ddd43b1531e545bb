from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class TeachingSubject(Tidy, Document):
    """Môn học of the 2018 programme, with the levels that teach it."""
