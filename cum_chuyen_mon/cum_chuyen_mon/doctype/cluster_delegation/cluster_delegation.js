frappe.ui.form.on("Cluster Delegation", {
  refresh(frm) {
    if (frm.is_new()) return;
    cum_chuyen_mon.papers(frm, { of_delegation: __("Delegation Paper") }, { delegation: frm.doc.name });
  },
});
