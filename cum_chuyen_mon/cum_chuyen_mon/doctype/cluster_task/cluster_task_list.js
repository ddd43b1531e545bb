// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Task"] = {
  hide_name_column: true,
  add_fields: ["state", "due_on", "person_name", "unit_title"],

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { due_on: 0.9, person_name: 1.6, unit_title: 1.3 }, 3);
  },

  get_indicator(doc) {
    const colours = { Open: "orange", Done: "green", Cancelled: "gray" };
    const late = doc.state === "Open" && doc.due_on && doc.due_on < frappe.datetime.get_today();
    const colour = late ? "red" : colours[doc.state];
    return [__(doc.state, null, "Cluster Task"), colour, `state,=,${doc.state}`];
  },
};
