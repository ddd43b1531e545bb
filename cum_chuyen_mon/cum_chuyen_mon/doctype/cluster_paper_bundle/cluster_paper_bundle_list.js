frappe.listview_settings["Cluster Paper Bundle"] = {
  hide_name_column: true,
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = { Working: "orange", Ready: "green", Failed: "red" };
    return [__(doc.status, null, "Cluster Paper Bundle"), colours[doc.status], `status,=,${doc.status}`];
  },
};
