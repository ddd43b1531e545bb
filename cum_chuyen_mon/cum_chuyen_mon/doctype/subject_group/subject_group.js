frappe.ui.form.on("Subject Group", {
  refresh: (frm) => cum_chuyen_mon.bundles_of_unit(frm),
});
