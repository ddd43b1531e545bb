frappe.listview_settings["Cluster Headship"] = {
  hide_name_column: true,
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = { Draft: "orange", Submitted: "blue", Confirmed: "green", Returned: "red" };
    return [__(doc.status, null, "Cluster Headship"), colours[doc.status], `status,=,${doc.status}`];
  },
};
