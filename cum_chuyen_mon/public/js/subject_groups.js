// The head makes the subject groups of a unit at once, and names who leads and oversees each (E4.2a, C5d, C5e).
frappe.provide("cum_chuyen_mon");

cum_chuyen_mon.SubjectGroups = class SubjectGroups {
  static API = "cum_chuyen_mon.api.founding";

  constructor(frm) {
    this.frm = frm;
    this.unit = { unit_type: frm.doctype, unit: frm.doc.name };
  }

  async open() {
    this.known = await frappe.xcall(`${cum_chuyen_mon.SubjectGroups.API}.subjects_of_unit`, this.unit);
    this.dialog = new frappe.ui.Dialog({
      title: __("Make Subject Groups"),
      size: "extra-large",
      fields: [{ fieldtype: "HTML", fieldname: "list" }],
      primary_action_label: __("Make Subject Groups"),
      primary_action: () => this.save(),
    });
    this.$list = this.dialog.fields_dict.list.$wrapper;
    this.$list.html(this.table());
    this.dialog.show();
  }

  table() {
    this.titles = [__("Teaching Subject"), __("Subject Lead"), __("Overseeing Leader"), __("Online Group")];
    return `${this.style()}<div class="table-responsive"><table class="table table-sm ccm-groups">
			<thead><tr><th></th>${this.titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
			<tbody>${this.known.subjects.map((row) => this.line(row)).join("")}</tbody></table></div>`;
  }

  // On a phone a subject is a block of its own, each choice with its name above it.
  style() {
    return `<style>@media (max-width: 767px) {
			.ccm-groups thead { display: none; }
			.ccm-groups tr { display: block; position: relative; padding: 8px 0 8px 28px; border-top: 1px solid var(--border-color); }
			.ccm-groups td { display: block; border: 0; padding: 2px 0; }
			.ccm-groups td:first-child { position: absolute; left: 0; }
			.ccm-groups td[data-title]::before { content: attr(data-title); color: var(--text-muted); font-size: 12px; }
		}</style>`;
  }

  line(row) {
    const e = frappe.utils.escape_html;
    const [, lead, overseer, online] = this.titles.map(e);
    const there = row.group ? `<div class="text-muted small">${e(row.title)}</div>` : "";
    return `<tr data-subject="${e(row.subject)}">
			<td><input type="checkbox" data-field="wanted" checked ${row.group ? "disabled" : ""}
				aria-label="${e(row.subject_title)}"></td>
			<td>${e(row.subject_title)}${there}</td>
			<td data-title="${lead}">${this.choice("lead", row.leads, row.lead, row.group)}</td>
			<td data-title="${overseer}">${this.choice("overseer", this.known.overseers, row.overseer, row.group)}</td>
			<td data-title="${online}"><input type="url" class="form-control input-sm" data-field="online_group_url"
				placeholder="https://" value="${e(row.online_group_url)}"></td></tr>`;
  }

  // A seat that is taken is changed in the group's own form, where its days are.
  choice(field, people, chosen, group) {
    const e = frappe.utils.escape_html;
    const codes = chosen && !people.includes(chosen) ? [chosen, ...people] : people;
    const options = ["", ...codes].map(
      (code) =>
        `<option value="${e(code)}" ${code === chosen ? "selected" : ""}>${e(this.known.people[code] || code)}</option>`,
    );
    const taken = group && chosen ? "disabled" : "";
    return `<select class="form-control input-sm" data-field="${field}" ${taken}>${options.join("")}</select>`;
  }

  wishes() {
    return this.$list
      .find("tr[data-subject]")
      .toArray()
      .filter((line) => $(line).find('[data-field="wanted"]').prop("checked"))
      .map((line) => {
        const value = (field) => $(line).find(`[data-field="${field}"]`).val() || "";
        return {
          subject: line.dataset.subject,
          lead: value("lead"),
          overseer: value("overseer"),
          online_group_url: value("online_group_url"),
        };
      });
  }

  async save() {
    const done = await frappe.xcall(`${cum_chuyen_mon.SubjectGroups.API}.make_subject_groups`, {
      ...this.unit,
      groups: JSON.stringify(this.wishes()),
    });
    this.dialog.hide();
    frappe.show_alert({
      message: __("{0} subject groups made, {1} changed", [done.made.length, done.changed.length]),
      indicator: "green",
    });
    this.frm.reload_doc();
  }
};

// The address of the unit's own online group (N5.7): its head enters it, though the unit is the authority's to write.
cum_chuyen_mon.enter_online_group = (frm) =>
  frappe.prompt(
    { fieldtype: "Data", fieldname: "url", label: __("Online Group"), default: frm.doc.online_group_url },
    async ({ url }) => {
      const unit = { unit_type: frm.doctype, unit: frm.doc.name };
      await frappe.xcall(`${cum_chuyen_mon.SubjectGroups.API}.set_online_group`, { ...unit, url: url || "" });
      frm.reload_doc();
    },
    __("Online Group"),
  );
