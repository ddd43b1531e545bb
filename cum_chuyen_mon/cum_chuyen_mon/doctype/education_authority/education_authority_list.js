frappe.listview_settings["Education Authority"] = {
  hide_name_column: true,
  formatters: {
    // "Department" means something else elsewhere on the desk
    kind: (value) => frappe.utils.escape_html(__(value, null, "Education Authority")),
  },
};
