// {% include "cum_chuyen_mon/public/js/report_desk.js" %}

frappe.query_reports["Authority Inbox"] = cum_chuyen_mon.report(["authority", "cluster", "school_group"]);
