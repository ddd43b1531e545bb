frappe.listview_settings["Cluster Session"] = {
	hide_name_column: true,
	add_fields: ["status", "minutes_state", "session_date"],

	get_indicator(doc) {
		const say = (word) => __(word, null, "Cluster Session");
		if (doc.minutes_state === "Locked") {
			return [__("Minutes Locked"), "green", "minutes_state,=,Locked"];
		}
		const colours = { Planned: "gray", Convened: "blue", Held: "yellow", Postponed: "orange", Cancelled: "red" };
		return [say(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},

	formatters: {
		minutes_state: (value) => __(value, null, "Cluster Session"),
	},
};
