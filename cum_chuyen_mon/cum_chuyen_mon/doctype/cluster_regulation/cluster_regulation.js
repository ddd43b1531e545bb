(() => {
  // Which fields of a duty matter, by its kind. Sections have their own conditions in the DocType.
  const MATTERS = {
    period: (duty) => ["Quota", "Deadline"].includes(duty.kind),
    semester: (duty) => ["Quota", "Deadline"].includes(duty.kind) && duty.period === "Semester",
    per_subject: (duty) => ["Quota", "Deadline"].includes(duty.kind),
    subjects: (duty) => Boolean(duty.per_subject) || (duty.kind === "Quota" && duty.min_subjects > 0),
    activity_kinds: (duty) => ["Quota", "Notice", "Composition", "Deadline"].includes(duty.kind),
    min_subjects: (duty) => duty.kind === "Quota" && !duty.per_subject,
    paper_kind: (duty) => duty.kind === "Deadline",
    anchor: (duty) => duty.kind === "Deadline",
    bound: (duty) => duty.kind === "Deadline",
    day: (duty) => duty.kind === "Deadline" && duty.anchor === "Fixed Date",
    month: (duty) => duty.kind === "Deadline" && duty.anchor === "Fixed Date" && duty.period !== "Month",
    year_side: (duty) => duty.kind === "Deadline" && duty.anchor === "Fixed Date" && duty.period !== "Month",
    offset: (duty) => duty.kind === "Notice" || duty.anchor !== "Fixed Date",
    day_unit: (duty) => duty.kind === "Notice" || duty.anchor !== "Fixed Date",
    opens_day: (duty) => duty.kind === "Deadline" && duty.anchor === "Fixed Date",
    opens_month: (duty) => duty.kind === "Deadline" && duty.anchor === "Fixed Date",
    position: (duty) =>
      ["Term", "Composition"].includes(duty.kind) || (duty.kind === "Deadline" && duty.anchor === "Vacancy"),
    max_years: (duty) => duty.kind === "Term",
    must_attend: (duty) => ["Term", "Composition"].includes(duty.kind),
    rotates: (duty) => duty.kind === "Rotation",
  };

  function show_what_matters(frm, cdt, cdn) {
    const row = frm.fields_dict.duties.grid.grid_rows_by_docname[cdn];
    if (!row?.grid_form) return;
    const duty = locals[cdt][cdn];
    for (const [field, matters] of Object.entries(MATTERS)) row.toggle_display(field, matters(duty));
  }

  const again = Object.fromEntries(
    ["kind", "period", "anchor", "per_subject", "min_subjects"].map((field) => [field, show_what_matters]),
  );

  frappe.ui.form.on("Cluster Regulation Duty", { form_render: show_what_matters, ...again });

  frappe.ui.form.on("Cluster Regulation", {
    setup() {
      // short words that mean something else elsewhere on the desk
      for (const field of ["kind", "bound", "year_side"]) {
        const df = frappe.meta.docfield_map["Cluster Regulation Duty"][field];
        df.formatter = (value) => (value ? __(value, null, "Cluster Regulation Duty") : "");
      }
    },

    refresh(frm) {
      if (frm.is_new()) return;
      const colours = { Draft: "orange", "In Force": "green", Withdrawn: "gray" };
      frm.page.set_indicator(__(frm.doc.status, null, "Cluster Regulation"), colours[frm.doc.status]);
      const is_draft = frm.doc.status === "Draft";
      if (frm.doc.status === "In Force" && frappe.model.can_read("Cluster Obligation")) bound(frm);
      else if (is_draft && cum_chuyen_mon.may(frm, "w")) {
        frm.set_intro(__("A draft binds nobody. Choose the authority and put it in force."), "blue");
      }
    },
  });

  async function bound(frm) {
    const units = await frappe.xcall("cum_chuyen_mon.api.desk.bound_units", { regulation: frm.doc.name });
    const e = frappe.utils.escape_html;
    const lines = Object.entries(by_type(units)).map(([type, found]) => {
      const links = found.map(
        (u) =>
          `<a style="text-decoration: underline" href="${e(
            frappe.utils.get_form_link(u.unit_type, u.unit),
          )}">${e(u.unit_title || u.unit)}</a>`,
      );
      return `<p><b>${__(type)} (${found.length})</b><br>${links.join(", ")}</p>`;
    });
    const nobody = `<p class="text-muted">${__("No unit owes anything by this regulation yet.")}</p>`;
    frm.dashboard.add_section(lines.join("") || nobody, __("Bound Units"));
    frm.dashboard.show();
  }

  function by_type(units) {
    const found = {};
    for (const unit of units) (found[unit.unit_type] ||= []).push(unit);
    return found;
  }
})();
