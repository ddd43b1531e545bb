frappe.listview_settings["Cluster Activity Plan"] = {
  hide_name_column: true,
  add_fields: ["status"],

  get_indicator(doc) {
    const colours = {
      Draft: "orange",
      Consultation: "purple",
      Submitted: "blue",
      Approved: "green",
      Returned: "red",
      Amended: "gray",
    };
    return [__(doc.status, null, "Cluster Activity Plan"), colours[doc.status], `status,=,${doc.status}`];
  },
};
