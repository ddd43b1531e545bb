frappe.listview_settings["Cluster Founding"] = {
  hide_name_column: true,
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = { Draft: "orange", Applied: "green" };
    return [__(doc.status, null, "Cluster Founding"), colours[doc.status], `status,=,${doc.status}`];
  },
};
