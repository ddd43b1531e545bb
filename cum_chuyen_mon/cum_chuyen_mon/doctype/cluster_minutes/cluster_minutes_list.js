frappe.listview_settings["Cluster Minutes"] = {
	hide_name_column: true,
	add_fields: ["state", "docstatus"],
	has_indicator_for_draft: true,

	onload(listview) {
		// the indicator says it already
		listview.columns = listview.columns.filter((column) => column.df?.fieldname !== "state");
		listview.render_header(true);
	},

	get_indicator(doc) {
		const colours = { Draft: "orange", "Awaiting Confirmation": "yellow", Locked: "green" };
		return [__(doc.state, null, "Cluster Minutes"), colours[doc.state], `state,=,${doc.state}`];
	},
};
