// Columns of a list: the desk shows only the first few fields of a DocType and codes where titles are wanted.
frappe.provide("cum_chuyen_mon");

cum_chuyen_mon.list_columns = function (listview, fields) {
	const subject = listview.columns.filter((column) => column.type === "Subject");
	const status = listview.columns.filter((column) => column.type === "Status");
	const shown = fields.map((field) => ({
		type: "Field",
		df: frappe.meta.get_docfield(listview.doctype, field),
	}));
	listview.columns = [...subject, ...status, ...shown];
	listview.render_header(true);
};
