frappe.ui.form.on("Cluster Paper Bundle", {
  refresh(frm) {
    const { status, file } = frm.doc;
    if (status === "Working") frm.dashboard.set_headline(__("The papers are being made; you will be told when they are ready."));
    if (status === "Ready" && file) {
      const label = __("Download", null, "Cluster Paper Bundle");
      frm.add_custom_button(label, () => window.open(file));
      frm.change_custom_button_type(label, null, "primary");
    }
  },
});
