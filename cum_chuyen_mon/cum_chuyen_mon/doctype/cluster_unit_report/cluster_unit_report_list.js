// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Unit Report"] = {
  hide_name_column: true,
  add_fields: ["status", "unit_title", "school_year", "received_on"],

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { unit_title: 1.4, school_year: 1, received_on: 0.9 }, 3);
  },

  get_indicator(doc) {
    const colours = { Draft: "orange", Sent: "blue", Received: "green", Returned: "red" };
    return [__(doc.status, null, "Cluster Unit Report"), colours[doc.status], `status,=,${doc.status}`];
  },
};
