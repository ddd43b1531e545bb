// What the app's Script Reports share on the desk: filters, coloured states, links behind titles.
// Each report includes this file; it needs no build.
frappe.provide("cum_chuyen_mon");

cum_chuyen_mon.colours = {
  Upcoming: "gray",
  "Due Soon": "orange",
  Met: "green",
  "Met Late": "yellow",
  Overdue: "red",
  Waived: "blue",
  Planned: "gray",
  Convened: "blue",
  Held: "green",
  Postponed: "orange",
  Cancelled: "red",
  None: "gray",
  Draft: "orange",
  "Awaiting Confirmation": "yellow",
  Locked: "green",
};

cum_chuyen_mon.report_filters = function (names) {
  const defaults = frappe.boot.cum_chuyen_mon || {};
  const link = (options, label, more) => ({ fieldtype: "Link", options, label, ...more });
  const choice = (label, words, context) => ({
    fieldtype: "Select",
    label,
    options: [
      { value: "", label: "" },
      ...words.map((word) => ({ value: word, label: __(word, null, context) })),
    ],
  });
  const all = {
    school_year: () =>
      link("Cluster School Year", __("School Year"), { reqd: 1, default: defaults.school_year }),
    semester: () => choice(__("Semester"), defaults.semesters || []),
    authority: () => link("Education Authority", __("Authority", null, "Cluster Session")),
    level: () => choice(__("Level", null, "Cluster Session"), ["MN", "TH", "THCS", "THPT"]),
    cluster: () => link("School Cluster", __("School Cluster")),
    school_group: () => link("Inter-School Group", __("Inter-School Group")),
    subject: () => link("Teaching Subject", __("Subject", null, "Cluster Session")),
    school: () => link("Member School", __("School", null, "Cluster Session Attendance")),
    status: () =>
      choice(
        __("Status", null, "Cluster Session"),
        ["Planned", "Convened", "Held", "Postponed", "Cancelled"],
        "Cluster Session",
      ),
    minutes_state: () =>
      choice(
        __("Minutes", null, "Cluster Session"),
        ["None", "Draft", "Awaiting Confirmation", "Locked"],
        "Cluster Session",
      ),
    duty_kind: () =>
      choice(__("Duty Kind", null, "Cluster Obligation"), ["Deadline", "Notice"], "Cluster Regulation Duty"),
    state: () =>
      choice(
        __("State", null, "Cluster Obligation"),
        ["Upcoming", "Due Soon", "Met", "Met Late", "Overdue", "Waived"],
        "Cluster Obligation",
      ),
  };
  return names.map((fieldname) => ({ fieldname, ...all[fieldname]() }));
};

cum_chuyen_mon.report = function (names) {
  return {
    filters: cum_chuyen_mon.report_filters(names),
    formatter(value, row, column, data, default_formatter) {
      let shown = default_formatter(value, row, column, data);
      const word = data?.words?.[column.fieldname];
      if (word) {
        const colour = cum_chuyen_mon.colours[word] || "gray";
        shown = `<span class="indicator-pill no-indicator-dot ${colour}">${shown}</span>`;
      }
      const target = data?.links?.[column.fieldname];
      if (!target || !value) return shown;
      const href = frappe.utils.get_form_link(target[0], target[1]);
      return `<a href="${frappe.utils.escape_html(href)}">${shown}</a>`;
    },
  };
};
