// Writing an authority's own template: the app's to begin with, what it may name, and a look at it filled.
(() => {
  const HOME = "paper_templates";

  frappe.ui.form.on("Cluster Paper Template", {
    refresh: buttons,
    paper: buttons,
  });

  function buttons(frm) {
    frm.clear_custom_buttons();
    if (!frm.doc.paper) return;
    const values = { paper_form: frm.doc.paper };
    frm.add_custom_button(__("Sample Template"), () => cum_chuyen_mon.open_paper("sample", { ...values, form: "docx" }, HOME));
    frm.add_custom_button(__("Parts of the Paper"), () => parts(values));
    if (!frm.is_new()) frm.add_custom_button(__("Try with a Document"), () => try_with(frm, values));
  }

  async function parts(values) {
    const rows = await frappe.xcall(`cum_chuyen_mon.api.${HOME}.known_parts`, values);
    const e = frappe.utils.escape_html;
    const lines = rows.map(
      ({ tag, meaning, depth }) =>
        `<tr><td style="padding-left: ${depth * 20 + 8}px"><code>${e(tag)}</code></td><td>${e(meaning)}</td></tr>`
    );
    const advice = __("Write a tag of a whole paragraph as {%p … %}, of a whole table row as {%tr … %}, of a whole cell as {%tc … %}.");
    frappe.msgprint({
      title: __("Parts of the Paper"),
      message: `<p>${advice}</p><table class="table table-sm table-bordered"><thead><tr><th>${__("In the Template")}</th><th>${__(
        "Meaning"
      )}</th></tr></thead><tbody>${lines.join("")}</tbody></table>`,
      wide: true,
    });
  }

  async function try_with(frm, values) {
    if (frm.is_dirty()) await frm.save();
    const { doctype, also } = await frappe.xcall(`cum_chuyen_mon.api.${HOME}.preview_with`, values);
    const fields = [{ fieldname: "document", fieldtype: "Link", options: doctype, label: __(doctype), reqd: 1 }];
    if (also.length) {
      fields.push(
        { fieldname: "school_year", fieldtype: "Link", options: "Cluster School Year", label: __("School Year"), reqd: 1 },
        {
          fieldname: "unit_type",
          fieldtype: "Select",
          options: ["School Cluster", "Inter-School Group", "Subject Group"].map((value) => ({ value, label: __(value) })),
          default: "School Cluster",
          label: __("Unit Type"),
          reqd: 1,
        },
        { fieldname: "unit", fieldtype: "Dynamic Link", options: "unit_type", label: __("Unit", null, "Cluster Session"), reqd: 1 }
      );
    }
    frappe.prompt(
      fields,
      ({ document, unit = "", school_year = "" }) =>
        cum_chuyen_mon.open_paper("preview", { template: frm.doc.name, document, unit, school_year, form: "docx" }, HOME),
      __("Try with a Document"),
      __("Download", null, "Cluster Paper Template")
    );
  }
})();
