frappe.ui.form.on("Cluster School Year", {
  refresh(frm) {
    if (frm.is_new()) return;
    frm.add_custom_button(__("Update Obligations"), async () => {
      if (frm.is_dirty()) await frm.save();
      const { found, written, removed } = await frappe.xcall("cum_chuyen_mon.api.obligations.generate", {
        school_year: frm.doc.name,
      });
      frappe.show_alert({
        message: __("{0} obligations; {1} written, {2} removed.", [found, written, removed]),
        indicator: "green",
      });
    });
    frm.add_custom_button(__("Cluster Compliance"), () => {
      frappe.set_route("query-report", "Cluster Compliance", { school_year: frm.doc.name });
    });
  },
});
