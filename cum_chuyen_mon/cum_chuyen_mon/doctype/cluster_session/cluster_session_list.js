// {% include "cum_chuyen_mon/public/js/list_columns.js" %}

frappe.listview_settings["Cluster Session"] = {
  hide_name_column: true,
  add_fields: ["status", "minutes_state", "session_date", "unit_title", "is_extraordinary"],

  formatters: {
    session_title: (value, _df, doc) => (doc.is_extraordinary ? `${value} (${__("outside the plan")})` : value),
  },

  onload(listview) {
    cum_chuyen_mon.list_columns(listview, { session_date: 0.8, unit_title: 1.6 }, 3.6);
    cum_chuyen_mon.bundles_of_sessions(listview);
  },

  get_indicator(doc) {
    if (doc.minutes_state === "Locked") {
      return [__("Locked"), "green", "minutes_state,=,Locked"];
    }
    const colours = {
      Planned: "gray",
      Convened: "blue",
      Held: "yellow",
      Postponed: "orange",
      Cancelled: "red",
    };
    return [__(doc.status, null, "Cluster Session"), colours[doc.status], `status,=,${doc.status}`];
  },
};
