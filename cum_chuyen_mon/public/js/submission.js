// "Gửi biên bản và báo cáo" on a session and on its minutes, for whoever may send the unit's papers.
frappe.provide("cum_chuyen_mon");

(() => {
  if (cum_chuyen_mon.submission) return; // both forms load this file
  cum_chuyen_mon.submission = true;
  const BASE = "cum_chuyen_mon.api.delivery";

  for (const [doctype, session_of] of [
    ["Cluster Session", (frm) => frm.doc.name],
    ["Cluster Minutes", (frm) => frm.doc.session],
  ]) {
    frappe.ui.form.on(doctype, {
      async refresh(frm) {
        const held = doctype === "Cluster Minutes" ? frm.doc.docstatus === 1 : frm.doc.status === "Held";
        if (frm.is_new() || !held) return;
        const session = session_of(frm);
        const owed = await frappe.xcall(`${BASE}.owed_papers`, { session });
        if (session_of(frm) !== session || !owed.some((paper) => paper.open)) return;
        frm.add_custom_button(__("Send Minutes and Report"), () => send(frm, session, owed));
      },
    });
  }

  function send(frm, session, owed) {
    const e = frappe.utils.escape_html;
    const open = owed.filter((paper) => paper.open);
    const due = (paper) => `${__("Due On", null, "Cluster Obligation")} ${frappe.datetime.str_to_user(paper.due_on)}`;
    const lines = open.map(
      (paper) => `<li><b>${e(paper.paper_title)}</b> – ${e(paper.unit_title)}<br>
        <span class="text-muted small">${e(paper.asked_by)} · ${e(due(paper))}</span></li>`,
    );
    const dialog = new frappe.ui.Dialog({
      title: __("Send Minutes and Report"),
      fields: [
        { fieldtype: "HTML", options: `<ul>${lines.join("")}</ul>` },
        { fieldtype: "Small Text", fieldname: "body", label: __("Content of the Report") },
      ],
      primary_action_label: __("Send to the Authority"),
      async primary_action({ body }) {
        dialog.disable_primary_action();
        try {
          const names = await frappe.xcall(`${BASE}.submit_minutes`, { session, body: body || "" });
          dialog.hide();
          frappe.show_alert({ message: __("The authority has the report and the minutes."), indicator: "green" });
          frappe.set_route("Form", "Cluster Unit Report", names[0]);
        } finally {
          dialog.enable_primary_action();
        }
      },
    });
    dialog.show();
  }
})();
