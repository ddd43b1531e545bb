frappe.views.calendar["Cluster Session"] = {
  field_map: { start: "start", end: "end", id: "name", title: "title", allDay: "all_day", status: "status" },
  get_events_method: "cum_chuyen_mon.api.desk.session_events",
  options: { editable: false, selectable: false },
  get_css_class(data) {
    const colours = { Locked: "success", Held: "warning", Postponed: "danger", Cancelled: "danger" };
    return colours[data.status] || "default";
  },
};
