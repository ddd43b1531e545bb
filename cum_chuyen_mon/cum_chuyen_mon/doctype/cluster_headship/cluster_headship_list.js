// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Headship"] = {
  hide_name_column: true,
  add_fields: ["status", "position", "person_name", "from_date"],

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { position: 1, person_name: 2, from_date: 0.9 }, 2);
  },

  get_indicator(doc) {
    const colours = { Draft: "orange", Submitted: "blue", Confirmed: "green", Returned: "red" };
    return [__(doc.status, null, "Cluster Headship"), colours[doc.status], `status,=,${doc.status}`];
  },
};
