frappe.listview_settings["Cluster Workbook Import"] = {
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = { New: "gray", Checked: "blue", Rejected: "red", Imported: "green" };
    return [__(doc.status, null, "Cluster Workbook Import"), colours[doc.status], `status,=,${doc.status}`];
  },
};
