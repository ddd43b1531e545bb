frappe.listview_settings["Cluster Difficulty"] = {
  hide_name_column: true,
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = { Open: "orange", Answered: "blue", Closed: "green" };
    return [__(doc.status, null, "Cluster Difficulty"), colours[doc.status], `status,=,${doc.status}`];
  },
};
