frappe.listview_settings["Cluster Minutes Copy"] = {
  hide_name_column: true,
  add_fields: ["status", "opened_on"],

  get_indicator(doc) {
    if (doc.status === "Delivered" && doc.opened_on) {
      return [__("Opened", null, "Cluster Minutes Copy"), "green", "opened_on,is,set"];
    }
    const colours = { Delivered: "blue", Replaced: "orange", Cancelled: "red" };
    return [__(doc.status, null, "Cluster Minutes Copy"), colours[doc.status], `status,=,${doc.status}`];
  },
};
