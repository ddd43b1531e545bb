from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterPaperBundle(Tidy, Document):
    """Tập văn bản: many papers that somebody asked for, as one file for some days (``printing/bundles.py``)."""
