frappe.listview_settings["Cluster Regulation"] = {
  hide_name_column: true,
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = { Draft: "orange", "In Force": "green", Withdrawn: "gray" };
    return [__(doc.status, null, "Cluster Regulation"), colours[doc.status], `status,=,${doc.status}`];
  },
};
