// {% include "cum_chuyen_mon/public/js/report_desk.js" %}

frappe.query_reports["Session Register"] = cum_chuyen_mon.report([
  "school_year",
  "semester",
  "authority",
  "level",
  "cluster",
  "school_group",
  "subject",
  "status",
  "minutes_state",
]);
