frappe.listview_settings["Cluster Task"] = {
  hide_name_column: true,
  add_fields: ["state", "due_on"],

  get_indicator(doc) {
    const colours = { Open: "orange", Done: "green", Cancelled: "gray" };
    const late = doc.state === "Open" && doc.due_on && doc.due_on < frappe.datetime.get_today();
    const colour = late ? "red" : colours[doc.state];
    return [__(doc.state, null, "Cluster Task"), colour, `state,=,${doc.state}`];
  },
};
