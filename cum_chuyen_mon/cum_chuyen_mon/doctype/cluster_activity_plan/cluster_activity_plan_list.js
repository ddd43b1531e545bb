// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Activity Plan"] = {
  hide_name_column: true,
  add_fields: ["status", "unit_title", "school_year"],

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { unit_title: 1.4, school_year: 1 }, 3);
  },

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
