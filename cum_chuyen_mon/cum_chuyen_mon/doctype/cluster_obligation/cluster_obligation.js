(() => {
  const COLOURS = {
    Upcoming: "gray",
    "Due Soon": "orange",
    Met: "green",
    "Met Late": "yellow",
    Overdue: "red",
    Waived: "blue",
  };

  frappe.ui.form.on("Cluster Obligation", {
    setup(frm) {
      const words = {
        duty_kind: "Cluster Regulation Duty",
        period_kind: "Cluster Regulation Duty",
        unit_type: null,
      };
      for (const [field, context] of Object.entries(words)) {
        const df = frappe.meta.docfield_map[frm.doctype][field];
        df.formatter = (value) => (value ? __(value, null, context) : "");
      }
    },

    refresh(frm) {
      frm.page.set_indicator(__(frm.doc.state, null, "Cluster Obligation"), COLOURS[frm.doc.state]);
      frm.set_intro(frappe.utils.escape_html(frm.doc.reason || ""), COLOURS[frm.doc.state]);
      frm.toggle_display(["reason", "evidence_section"], false);
      evidence(frm);
    },
  });

  async function evidence(frm) {
    const rows = await frappe.xcall("cum_chuyen_mon.api.desk.evidence", { obligation: frm.doc.name });
    const e = frappe.utils.escape_html;
    const lines = rows.map((row) => {
      const href = e(frappe.utils.get_form_link(row.doctype, row.name));
      const day = row.day ? frappe.datetime.str_to_user(String(row.day).slice(0, 10)) : "";
      return `<li>${e(day)} <a style="text-decoration: underline" href="${href}">${e(
        row.title || row.name,
      )}</a>
				<span class="text-muted">${__(row.doctype)}</span></li>`;
    });
    if (!lines.length) return;
    frm.dashboard.add_section(`<ul class="list-unstyled">${lines.join("")}</ul>`, __("Evidence"));
    frm.dashboard.show();
  }
})();
