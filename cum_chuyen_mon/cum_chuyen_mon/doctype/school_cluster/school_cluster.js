// {% include "cum_chuyen_mon/public/js/subject_groups.js" %}

frappe.ui.form.on("School Cluster", {
  refresh(frm) {
    cum_chuyen_mon.bundles_of_unit(frm);
    if (frm.is_new() || !frm.doc.__onload?.may_make_groups) return;
    frm.add_custom_button(__("Make Subject Groups"), () => new cum_chuyen_mon.SubjectGroups(frm).open());
    frm.add_custom_button(__("Online Group"), () => cum_chuyen_mon.enter_online_group(frm));
  },
});
