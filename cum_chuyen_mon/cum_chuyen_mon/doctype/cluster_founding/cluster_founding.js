(() => {
  const API = "cum_chuyen_mon.api.founding";

  frappe.ui.form.on("Cluster Founding", {
    setup(frm) {
      frm.set_query("school", "members", () => ({ filters: { disabled: 0 } }));
      frm.set_query("staff", "officers", () => ({ filters: { disabled: 0 } }));
    },

    refresh(frm) {
      const applied = frm.doc.status === "Applied";
      for (const table of ["units", "members", "officers"]) frm.set_df_property(table, "read_only", applied);
      if (frm.is_new() || applied || !cum_chuyen_mon.may(frm, "w")) return;
      frm.add_custom_button(__("Take Over Last Year's Units"), () => take_over(frm));
      frm.add_custom_button(__("Preview Changes"), () => preview(frm));
      frm.change_custom_button_type(__("Preview Changes"), null, "primary");
    },
  });

  async function ask(frm, verb) {
    if (frm.is_dirty()) await frm.save();
    return frappe.xcall(`${API}.${verb}`, { founding: frm.doc.name });
  }

  async function take_over(frm) {
    const { added, left_out } = await ask(frm, "take_over");
    await frm.reload_doc();
    const rows = left_out.map((row) => [row.unit_title, row.name, row.position, row.why]);
    const titles = [__("Unit", null, "Cluster Founding"), __("Name"), __("Position", null, "Unit Officer"), __("Reason not Carried Over")];
    const list = rows.length ? table(titles, rows) : "";
    frappe.msgprint({
      title: __("Take Over Last Year's Units"),
      message: `<p>${__("{0} units added", [added])}</p>${list}`,
      wide: true,
    });
  }

  async function preview(frm) {
    const plan = await ask(frm, "preview");
    await frm.reload_doc();
    const dialog = new frappe.ui.Dialog({
      title: __("Preview Changes"),
      size: "extra-large",
      fields: [{ fieldtype: "HTML", fieldname: "plan" }],
      primary_action_label: plan.problems.length ? __("Close", null, "Cluster Founding") : __("Apply Decision"),
      primary_action: () => (plan.problems.length ? dialog.hide() : apply(frm, dialog)),
    });
    dialog.fields_dict.plan.$wrapper.html(told(frm, plan));
    dialog.show();
  }

  async function apply(frm, dialog) {
    await frappe.xcall(`${API}.apply`, { founding: frm.doc.name });
    dialog.hide();
    frm.reload_doc();
    frappe.show_alert({ message: __("The decision is applied."), indicator: "green" });
  }

  function told(frm, plan) {
    const e = frappe.utils.escape_html;
    const list = (title, lines, colour) =>
      lines.length
        ? `<h5 class="text-${colour}">${title}</h5><ul>${lines.map((line) => `<li>${e(line)}</li>`).join("")}</ul>`
        : "";
    const problems = plan.problems.map((problem) => {
      const label = frm.fields_dict[problem.table]?.df.label;
      const where = problem.row && label ? `${__(label, null, frm.doctype)}, ${__("row {0}", [problem.row])}: ` : "";
      return where + problem.message;
    });
    return [
      list(__("To Correct before Applying"), problems, "danger"),
      list(__("Worth Knowing"), plan.notes, "body"),
      ...changes(plan.changes),
    ].join("");
  }

  // What begins or ends is read; what stays is there to look up.
  function changes(rows) {
    const stay = rows.filter((row) => row.turn === "stays");
    const change = rows.filter((row) => row.turn !== "stays");
    const folded = `<details><summary>${__("{0} rows stay as they are", [stay.length])}</summary>${lines_of(stay)}</details>`;
    return [
      change.length ? lines_of(change) : `<p>${__("Nothing begins or ends with this decision.")}</p>`,
      stay.length ? folded : "",
    ];
  }

  function lines_of(rows) {
    const turns = { begins: __("begins"), stays: __("stays"), ends: __("ends") };
    const what = (row) =>
      ({
        unit: __("Unit", null, "Cluster Founding"),
        member: row.is_lead ? __("Leads", null, "Unit Member") : __("Member School"),
        officer: [row.position ? __(row.position) : "", row.level].filter(Boolean).join(" "),
        "subject group": __("Subject Group"),
      })[row.what];
    const day = (text) => (text ? frappe.datetime.str_to_user(text) : "");
    const lines = rows.map((row) => [
      row.unit_title,
      what(row),
      row.name,
      turns[row.turn],
      day(row.from_date),
      day(row.to_date),
    ]);
    const titles = [
      __("Unit", null, "Cluster Founding"),
      __("Kind"),
      __("Name"),
      __("Change", null, "Cluster Founding"),
      __("From Date", null, "Unit Member"),
      __("To Date", null, "Unit Member"),
    ];
    return table(titles, lines);
  }

  function table(titles, rows) {
    const cell = (tag) => (text) => `<${tag}>${frappe.utils.escape_html(String(text ?? ""))}</${tag}>`;
    const body = rows.map((row) => `<tr>${row.map(cell("td")).join("")}</tr>`).join("");
    return `<div class="table-responsive"><table class="table table-bordered table-sm">
			<thead><tr>${titles.map(cell("th")).join("")}</tr></thead><tbody>${body}</tbody></table></div>`;
  }
})();
