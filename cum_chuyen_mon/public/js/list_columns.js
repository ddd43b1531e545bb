// Columns of a list: the desk shows only the first few fields of a DocType and codes where titles are wanted.
frappe.provide("cum_chuyen_mon");

// fields: fieldname → share of the width; subject: the title's share
cum_chuyen_mon.list_columns = function (listview, fields, subject = 2) {
  const first = listview.columns.filter((column) => column.type === "Subject");
  const status = listview.columns.filter((column) => column.type === "Status");
  const shown = Object.keys(fields).map((field) => ({
    type: "Field",
    df: frappe.meta.get_docfield(listview.doctype, field),
  }));
  listview.columns = [...first, ...status, ...shown];

  const cell = ".frappe-list .level-left > .list-row-col";
  const page = `[data-page-route="List/${listview.doctype}/List"] ${cell}`;
  const shares = [subject, 1, ...Object.values(fields)];
  const rules = shares.map((share, i) => `${page}:nth-child(${i + 1}) { flex: ${share}; min-width: 0; }`);
  $("<style>")
    .text(`@media (min-width: 768px) { ${rules.join(" ")} }`)
    .appendTo(listview.page.wrapper);
  listview.render_header(true);
};
