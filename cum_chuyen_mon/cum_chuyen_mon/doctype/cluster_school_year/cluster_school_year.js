(() => {
  frappe.ui.form.on("Cluster School Year", {
    refresh(frm) {
      if (frm.is_new()) return;
      if (cum_chuyen_mon.may(frm, "w")) {
        frm.add_custom_button(__("Update Obligations"), () => update_obligations(frm));
      }
      if (frappe.model.can_read("Cluster Obligation")) {
        frm.add_custom_button(__("Cluster Compliance"), () => {
          frappe.set_route("query-report", "Cluster Compliance", { school_year: frm.doc.name });
        });
      }
    },
  });

  async function update_obligations(frm) {
    if (frm.is_dirty()) await frm.save();
    const { found, written, removed } = await frappe.xcall("cum_chuyen_mon.api.obligations.generate", {
      school_year: frm.doc.name,
    });
    frappe.show_alert({
      message: __("{0} obligations; {1} written, {2} removed.", [found, written, removed]),
      indicator: "green",
    });
  }
})();
