frappe.ui.form.on("Member School", {
  refresh(frm) {
    if (!frm.is_new()) frm.add_custom_button(__("Travel Allowance List"), () => travel_list(frm), __("Official Paper"));
  },
});

function travel_list(frm) {
  frappe.prompt(
    [
      { fieldname: "school_year", fieldtype: "Link", options: "Cluster School Year", label: __("School Year"), reqd: 1 },
      { fieldname: "semester", fieldtype: "Data", label: __("Semester") },
      { fieldname: "form", fieldtype: "Select", options: ["pdf", "docx"], default: "pdf", label: __("File", null, "Member School"), reqd: 1 },
    ],
    ({ school_year, semester, form }) =>
      cum_chuyen_mon.open_paper("travel_of_school", { school: frm.doc.name, school_year, semester: semester || "", form }),
    __("Travel Allowance List"),
    __("Print", null, "Member School"),
  );
}
