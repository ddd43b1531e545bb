from frappe.model.document import Document

from cum_chuyen_mon.controllers.child import OnlyWithParent


class ClusterPaperRecipient(OnlyWithParent, Document):
    pass
