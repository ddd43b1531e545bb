const WORKBOOK_API = "cum_chuyen_mon.api.workbook";

frappe.ui.form.on("Cluster Workbook Import", {
	refresh(frm) {
		frm.add_custom_button(__("Download Template", null, "Cluster Workbook Import"), () => {
			open_url_post(`/api/method/${WORKBOOK_API}.template`, {});
		});
		if (!frm.is_new() && frm.doc.workbook && frm.doc.status !== "Imported") {
			frm.add_custom_button(__("Check Workbook"), () => start(frm, "check"));
			const button = frm.add_custom_button(__("Import Workbook"), () => start(frm, "run"));
			if (frm.doc.status === "Checked") button.addClass("btn-primary");
		}
		if (frm.doc.status === "Working") {
			frm.dashboard.set_headline(__("The workbook is being processed; this page updates by itself."));
		}
		show_details(frm);
	},
});

async function start(frm, verb) {
	if (frm.is_dirty()) await frm.save();
	await frappe.call({ method: `${WORKBOOK_API}.${verb}`, args: { name: frm.doc.name }, freeze: true });
	frm.reload_doc();
}

function show_details(frm) {
	const details = JSON.parse(frm.doc.details || "{}");
	const parts = [];
	if ((details.problems || []).length) {
		const rows = details.problems.map((p) => [p.sheet, p.cell, p.value, p.message]);
		parts.push(table([__("Sheet"), __("Cell"), __("Value"), __("Problem and Remedy")], rows));
	}
	if ((details.changes || []).length) {
		const words = { create: __("To Create"), update: __("To Update") };
		const rows = details.changes.map((c) => [
			words[c.action],
			__(c.doctype),
			c.title,
			(c.details || []).map((d) => `${d[0]}: ${d[1] || "–"} → ${d[2] || "–"}`).join("; "),
		]);
		parts.push(table([__("Action"), __("Kind"), __("Name"), __("Changes")], rows));
	}
	frm.get_field("preview").$wrapper.html(parts.join("") || `<p class="text-muted">${__("Nothing to show yet.")}</p>`);
}

function table(titles, rows) {
	const cell = (tag) => (text) => `<${tag}>${frappe.utils.escape_html(String(text ?? ""))}</${tag}>`;
	const body = rows.map((row) => `<tr>${row.map(cell("td")).join("")}</tr>`).join("");
	return `<div class="table-responsive"><table class="table table-bordered table-sm">
		<thead><tr>${titles.map(cell("th")).join("")}</tr></thead><tbody>${body}</tbody></table></div>`;
}
