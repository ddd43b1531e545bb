// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Minutes"] = {
  hide_name_column: true,
  add_fields: ["state", "docstatus", "session_date"],
  has_indicator_for_draft: true,

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { session_date: 0.8, unit: 1 }, 4);
  },

  get_indicator(doc) {
    const colours = { Draft: "orange", "Awaiting Confirmation": "yellow", Locked: "green" };
    return [__(doc.state, null, "Cluster Minutes"), colours[doc.state], `state,=,${doc.state}`];
  },
};
