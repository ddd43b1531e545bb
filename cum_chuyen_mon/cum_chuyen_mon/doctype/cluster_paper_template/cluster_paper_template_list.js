frappe.listview_settings["Cluster Paper Template"] = {
  hide_name_column: true,
  add_fields: ["enabled"],

  get_indicator(doc) {
    const [word, colour] = doc.enabled ? [__("Enabled", null, "Cluster Paper Template"), "green"] : [__("Disabled", null, "Cluster Paper Template"), "gray"];
    return [word, colour, `enabled,=,${doc.enabled}`];
  },
};
