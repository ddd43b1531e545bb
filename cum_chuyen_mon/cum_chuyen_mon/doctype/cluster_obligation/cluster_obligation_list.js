frappe.listview_settings["Cluster Obligation"] = {
	hide_name_column: true,
	add_fields: ["state", "due_on", "counted", "required", "subject"],

	onload(listview) {
		// the indicator says it already
		listview.columns = listview.columns.filter((column) => column.df?.fieldname !== "state");
		listview.render_header(true);
	},

	get_indicator(doc) {
		const colours = {
			Upcoming: "gray",
			"Due Soon": "orange",
			Met: "green",
			"Met Late": "yellow",
			Overdue: "red",
			Waived: "blue",
		};
		return [__(doc.state, null, "Cluster Obligation"), colours[doc.state], `state,=,${doc.state}`];
	},
};
