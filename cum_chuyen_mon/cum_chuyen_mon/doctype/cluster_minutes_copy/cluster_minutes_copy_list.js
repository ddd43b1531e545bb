// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Minutes Copy"] = {
  hide_name_column: true,
  add_fields: ["status", "opened_on", "session_date", "unit_title", "school"],

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { session_date: 0.9, unit_title: 1.3, school: 1.3 }, 4);
  },

  get_indicator(doc) {
    if (doc.status === "Delivered" && doc.opened_on) {
      return [__("Opened", null, "Cluster Minutes Copy"), "green", "opened_on,is,set"];
    }
    const colours = { Delivered: "blue", Replaced: "orange", Cancelled: "red" };
    return [__(doc.status, null, "Cluster Minutes Copy"), colours[doc.status], `status,=,${doc.status}`];
  },
};
