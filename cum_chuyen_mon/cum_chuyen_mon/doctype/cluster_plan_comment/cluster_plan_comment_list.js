frappe.listview_settings["Cluster Plan Comment"] = {
  hide_name_column: true,
  add_fields: ["answer"],

  get_indicator(doc) {
    const colours = { Agree: "green", Comment: "orange" };
    return [__(doc.answer, null, "Cluster Plan Comment"), colours[doc.answer], `answer,=,${doc.answer}`];
  },
};
