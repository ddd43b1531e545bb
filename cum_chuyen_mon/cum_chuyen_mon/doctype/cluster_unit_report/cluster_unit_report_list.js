frappe.listview_settings["Cluster Unit Report"] = {
  hide_name_column: true,
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = { Draft: "orange", Sent: "blue", Received: "green", Returned: "red" };
    return [__(doc.status, null, "Cluster Unit Report"), colours[doc.status], `status,=,${doc.status}`];
  },
};
