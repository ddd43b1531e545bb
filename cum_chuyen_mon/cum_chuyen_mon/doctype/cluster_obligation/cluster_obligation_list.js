// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Obligation"] = {
  hide_name_column: true,
  add_fields: ["state", "due_on", "unit_title", "subject"],

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { unit_title: 1.6, subject: 1.4, due_on: 0.9 }, 2.4);
  },

  get_indicator(doc) {
    const colours = {
      Upcoming: "gray",
      "Due Soon": "orange",
      Met: "green",
      "Met Late": "yellow",
      Overdue: "red",
      Waived: "blue",
    };
    return [__(doc.state, null, "Cluster Obligation"), colours[doc.state], `state,=,${doc.state}`];
  },
};
