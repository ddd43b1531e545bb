import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import keep_all_but
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.meetings import tasks
from cum_chuyen_mon.rules.words import TaskKind, TaskState

BY_PEOPLE = ("state", "evidence", "evidence_file")


class ClusterTask(Tidy, Document):
    """Việc được giao, nội dung phải khắc phục: given by locked minutes, closed by people. The app makes it; whoever
    may write it says what was done."""

    def before_insert(self) -> None:
        if not self.flags.by_the_app:
            frappe.throw(
                "Việc được giao lập từ biên bản đã khóa. Hãy ghi việc vào bảng «Việc được giao» của biên bản.",
                exc=frappe.PermissionError,
            )
        super().before_insert()

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if before and not self.flags.by_the_app:
            keep_all_but(self, BY_PEOPLE)
            self.check_change(before)
        if before and before.state != self.state:
            self.stamp(before)

    def check_change(self, before) -> None:
        if TaskState.CANCELLED in (before.state, self.state):
            frappe.throw(
                "Biên bản giao việc này đã hủy nên việc không còn hiệu lực. Hãy xem biên bản sửa đổi."
                if before.state == TaskState.CANCELLED
                else "Việc được hủy cùng biên bản đã giao nó. Hãy hủy biên bản, hoặc ghi việc đã xong."
            )
        if (
            self.kind == TaskKind.FINDING
            and self.state == TaskState.DONE
            and not (self.evidence or "").strip()
        ):
            frappe.throw(
                "Kết quả kiểm tra chéo phải có minh chứng khắc phục. "
                "Hãy mở việc này, ghi ô «Kết quả thực hiện» rồi xác nhận đã xong."
            )

    def stamp(self, before) -> None:
        """Who did it and when; what cancelled minutes gave keeps it, for their amendment to take over."""
        if TaskState.CANCELLED in (before.state, self.state):
            return
        done = self.state == TaskState.DONE
        self.done_on = getdate() if done else None
        self.done_by = frappe.session.user if done else None

    def on_update(self) -> None:
        tasks.tell_todos(self)

    def add_comment(self, comment_type: str = "Comment", *args, **kwargs):
        """Frappe notes each assignment in the name of whoever caused it: here the last signer, who need not read the
        task. The task itself says whose it is and who closed it."""
        if comment_type not in ("Assigned", "Assignment Completed"):
            return super().add_comment(comment_type, *args, **kwargs)
        return None


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Task", ["unit", "subject", "state"], "unit_subject_state")
    frappe.db.add_index("Cluster Task", ["person", "state", "due_on"], "person_state_due")
    frappe.db.add_index("Cluster Task", ["minutes"], "minutes_index")
    frappe.db.add_index("Cluster Task", ["school", "kind", "state"], "school_kind_state")
