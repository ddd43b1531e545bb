frappe.ui.form.on("Cluster Paper Version", {
  refresh(frm) {
    frm.disable_save();
    frm.add_custom_button(__("Open the Paper"), () => {
      frappe.set_route("Form", frm.doc.reference_doctype, frm.doc.reference_name);
    });
  },
});
