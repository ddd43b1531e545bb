// Many papers at once: asked for here, made in the background, kept as a bundle that tells when it is ready.
frappe.provide("cum_chuyen_mon");

// Ask how they shall come (and for ``fields``), then show the bundle. ``method``: of api.bundles.
cum_chuyen_mon.make_bundle = (title, method, values, fields = []) => {
  const forms = { pdf: __("One PDF file"), zip: __("ZIP file of PDFs"), docx: __("ZIP file of Word files") };
  const form = {
    fieldname: "form",
    fieldtype: "Select",
    label: __("File", null, "Cluster Paper Bundle"),
    options: Object.entries(forms).map(([value, label]) => ({ value, label })),
    default: "pdf",
    reqd: 1,
  };
  frappe.prompt(
    [...fields, form],
    async (chosen) => {
      const args = { ...values, ...chosen };
      const { message } = await frappe.call({ method: `cum_chuyen_mon.api.bundles.${method}`, args, freeze: true });
      if (message) frappe.set_route("Form", "Cluster Paper Bundle", message);
    },
    title,
    __("Make Papers"),
  );
};

cum_chuyen_mon.bundles_of_unit = (frm) => {
  if (frm.is_new()) return;
  const year = {
    fieldname: "school_year",
    fieldtype: "Link",
    options: "Cluster School Year",
    label: __("School Year"),
    default: frappe.boot.cum_chuyen_mon?.school_year,
    reqd: 1,
  };
  const semester = {
    fieldname: "semester",
    fieldtype: "Select",
    options: frappe.boot.cum_chuyen_mon?.semesters || [],
    label: __("Semester", null, "Cluster Session"),
    reqd: 1,
  };
  const unit = { unit_type: frm.doctype, unit: frm.doc.name };
  for (const [title, method, fields] of [
    [__("Certificates of a School Year"), "make_certificates", [year]],
    [__("Minutes of a Semester"), "make_minutes", [year, semester]],
  ]) {
    frm.add_custom_button(title, () => cum_chuyen_mon.make_bundle(title, method, unit, fields), __("Official Paper"));
  }
};

// What the list of sessions offers for the rows that are ticked.
cum_chuyen_mon.bundles_of_sessions = (listview) => {
  for (const [title, paper_form] of [
    [__("Attendance Sheet"), "attendance_sheet"],
    [__("Invitation Paper"), "invitation"],
  ]) {
    listview.page.add_actions_menu_item(title, () => {
      const sessions = listview.get_checked_items(true);
      cum_chuyen_mon.make_bundle(title, "make_for_sessions", { sessions, paper_form });
    });
  }
};
