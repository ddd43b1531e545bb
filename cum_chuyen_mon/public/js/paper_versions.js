// The sends of a plan or report: what became of each, the files that went with it, and what changed between two.
frappe.provide("cum_chuyen_mon");

(() => {
  if (cum_chuyen_mon.paper_versions) return; // both papers' forms load this file
  cum_chuyen_mon.paper_versions = true;
  const BASE = "cum_chuyen_mon.api.delivery";
  const COLOURS = { Waiting: "blue", Accepted: "green", Returned: "red", Withdrawn: "gray", Reworded: "gray" };
  const escape = frappe.utils.escape_html;

  for (const doctype of ["Cluster Activity Plan", "Cluster Unit Report"]) {
    frappe.ui.form.on(doctype, {
      refresh(frm) {
        if (!frm.is_new()) show(frm);
      },
    });
  }

  async function show(frm) {
    const paper = { paper_type: frm.doctype, paper: frm.doc.name };
    const turn = (frm.sends_turn = (frm.sends_turn || 0) + 1); // only the last refresh may add to the dashboard
    const sends = await frappe.xcall(`${BASE}.paper_versions`, paper);
    if (!sends.length || turn !== frm.sends_turn) return;
    frm.dashboard.add_section(sends.map(line).join(""), __("Sent {0} times", [sends.length]));
    frm.dashboard.show();
    if (sends.length > 1) {
      frm.add_custom_button(__("Compare Versions"), () => choose(paper, sends));
    }
  }

  function line(send) {
    const files = send.files.map(
      (file) => `<a href="${escape(encodeURI(file.file_url))}" target="_blank">${escape(file.file_name)}</a>`,
    );
    const note = [send.return_reason && escape(send.return_reason), ...files].filter(Boolean).join(" · ");
    return `<div style="display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 6px 0">
      <div style="flex: 0 1 220px"><b>${__("Version {0}", [send.version_no], "Cluster Paper Version")}</b>
        <span class="text-muted small">${frappe.datetime.str_to_user(send.sent_at)}</span></div>
      <div style="flex: 0 1 140px"><span class="indicator-pill ${COLOURS[send.outcome]}">
        ${__(send.outcome, null, "Cluster Paper Version")}</span></div>
      <div style="flex: 2 1 220px" class="small">${note}</div></div>`;
  }

  function choose(paper, sends) {
    const numbers = sends.map((send) => String(send.version_no));
    const dialog = new frappe.ui.Dialog({
      title: __("Compare Versions"),
      size: "large",
      fields: [
        { fieldtype: "Select", fieldname: "older", label: __("Older Version"), options: numbers, default: numbers[1], reqd: 1 },
        { fieldtype: "Column Break" },
        { fieldtype: "Select", fieldname: "newer", label: __("Newer Version"), options: numbers, default: numbers[0], reqd: 1 },
        { fieldtype: "Section Break" },
        { fieldtype: "HTML", fieldname: "changes" },
      ],
      primary_action_label: __("Compare", null, "Cluster Paper Version"),
      async primary_action({ older, newer }) {
        const found = await frappe.xcall(`${BASE}.compare_versions`, {
          ...paper,
          older: cint(older),
          newer: cint(newer),
        });
        dialog.fields_dict.changes.$wrapper.html(found.length ? table(found) : `<p>${__("Nothing differs.")}</p>`);
      },
    });
    dialog.show();
    dialog.get_primary_btn().trigger("click"); // the two that are chosen already
  }

  function table(found) {
    const head = [__("Field", null, "Cluster Paper Version"), __("Older Version"), __("Newer Version")];
    const rows = found.map((change) => [
      change.row ? `${change.label}, ${__("Row {0}", [change.row], "Cluster Paper Version")}` : change.label,
      told(change.old),
      told(change.new),
    ]);
    const cells = (row, tag) => `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("")}</tr>`;
    return `<table class="table table-bordered">${cells(head, "th")}${rows.map((row) => cells(row, "td")).join("")}</table>`;
  }

  // One value as text; a table's row tells what is filled in.
  function told(value) {
    if (value === null || value === undefined) return "";
    if (typeof value !== "object") return strip_html(String(value));
    return Object.values(value).filter(Boolean).map((part) => strip_html(String(part))).join("; ");
  }
})();
