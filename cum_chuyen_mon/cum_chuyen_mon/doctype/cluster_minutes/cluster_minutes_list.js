// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Minutes"] = {
  hide_name_column: true,
  add_fields: ["state", "docstatus", "session_date", "unit_title"],
  has_indicator_for_draft: true,

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { session_date: 0.8, unit_title: 1.3 }, 4);
  },

  get_indicator(doc) {
    const colours = { Draft: "orange", "Awaiting Confirmation": "yellow", Locked: "green" };
    return [__(doc.state, null, "Cluster Minutes"), colours[doc.state], `state,=,${doc.state}`];
  },
};
