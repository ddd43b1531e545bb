import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.ledger.refresh import idle_duties, refresh_later
from cum_chuyen_mon.ledger.world import duty_of
from cum_chuyen_mon.rules.regulation import Problem, Regulation, problems_of_regulation
from cum_chuyen_mon.rules.words import UnitKind


class ClusterRegulation(Tidy, Document):
    """Quy chế, hướng dẫn: a dated set of duties of one authority. The rules decide what is impossible."""

    def validate(self) -> None:
        if self.status == "In Force" and not self.authority:
            frappe.throw("Chưa chọn cơ quan quản lý. Quy chế chỉ ràng buộc đơn vị dưới quyền cơ quan đó.")
        problems = self.unknown_words() or problems_of_regulation(self.as_rules(), **self.known_codes())
        if problems:
            lines = "".join(f"<li>{escape_html(self.sentence(p))}</li>" for p in problems)
            frappe.throw(f"<ul>{lines}</ul>", title="Nghĩa vụ không thực hiện được")

    def unknown_words(self) -> list[Problem]:
        """Rows with a word that the vocabulary does not have, as a client other than the desk may send."""
        found = []
        for row in self.duties:
            try:
                duty_of(row)
            except ValueError as error:
                found.append(
                    Problem("duties", f"Có từ không thuộc danh mục: {error}. Hãy chọn lại.", row.idx)
                )
        return found

    def as_rules(self) -> Regulation:
        return Regulation(
            code=self.regulation_code,
            authority=self.authority,
            in_force=self.status == "In Force",
            valid_from=getdate(self.valid_from) if self.valid_from else None,
            valid_to=getdate(self.valid_to) if self.valid_to else None,
            duties=tuple(duty_of(row) for row in self.duties),
        )

    def known_codes(self) -> dict[str, set[str]]:
        """The codes that duties may name."""
        units = {name for kind in UnitKind for name in frappe.get_all(kind.value, pluck="name")}
        return {
            "known_subjects": set(frappe.get_all("Teaching Subject", pluck="name")),
            "known_activities": set(frappe.get_all("Cluster Activity Kind", pluck="name")),
            "known_papers": set(frappe.get_all("Cluster Paper Kind", pluck="name")),
            "known_units": units,
        }

    def sentence(self, problem: Problem) -> str:
        meta = frappe.get_meta("Cluster Regulation Duty") if problem.row else self.meta
        field = meta.get_field(problem.field)
        where = f"Dòng {problem.row}, " if problem.row else ""
        return f"{where}ô «{frappe._(field.label, context=meta.name) if field else problem.field}»: {problem.message}"

    def on_update(self) -> None:
        self.warn_of_idle_duties()
        refresh_later()

    def warn_of_idle_duties(self) -> None:
        """Say which duties bind nobody this school year: better now than when nobody is reminded of them."""
        if self.status != "In Force" or frappe.flags.in_install or frappe.flags.cum_chuyen_mon_loading:
            return
        idle = idle_duties(self.as_rules())
        if idle:
            frappe.msgprint(
                f"Chưa ràng buộc đơn vị nào trong năm học này: {escape_html(', '.join(idle))}. "
                "Hãy kiểm tra cơ quan, cấp học, học kỳ, đơn vị và ngày hiệu lực.",
                title="Nghĩa vụ không có đơn vị",
                indicator="orange",
            )
