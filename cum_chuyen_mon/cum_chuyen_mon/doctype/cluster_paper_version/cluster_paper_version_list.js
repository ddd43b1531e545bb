frappe.listview_settings["Cluster Paper Version"] = {
  hide_name_column: true,
  add_fields: ["outcome"],

  get_indicator(doc) {
    const colours = { Waiting: "blue", Accepted: "green", Returned: "red", Withdrawn: "gray", Reworded: "gray" };
    return [__(doc.outcome, null, "Cluster Paper Version"), colours[doc.outcome], `outcome,=,${doc.outcome}`];
  },
};
