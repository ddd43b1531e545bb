// {% include "cum_chuyen_mon/public/js/report_desk.js" %}

frappe.query_reports["Attendance by School"] = cum_chuyen_mon.report([
  "school_year",
  "semester",
  "authority",
  "level",
  "cluster",
  "school_group",
  "subject",
  "school",
]);
