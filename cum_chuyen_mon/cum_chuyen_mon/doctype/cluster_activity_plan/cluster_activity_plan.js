(() => {
  const PLAN = "Cluster Activity Plan";
  const RULES = "RULES";
  const DECIDED = ["received_on", "approved_on", "approval_no", "return_reason"];

  frappe.ui.form.on(PLAN, {
    setup(frm) {
      const enabled = () => ({ filters: { disabled: 0 } });
      frm.set_query("unit", enabled);
      frm.set_query("paper_kind", () => ({ filters: { name: ["in", ["PLAN", RULES]] } }));
      for (const field of ["activity_kind", "work_form", "content_category", "subject", "host_school"])
        frm.set_query(field, "items", enabled);
      frm.set_query("person", "items", () => ({
        query: "cum_chuyen_mon.api.desk.people_of_unit",
        filters: { unit_type: frm.doc.unit_type, unit: frm.doc.unit },
      }));
      frm.set_query("difficulty", "items", () => ({ filters: { unit: frm.doc.unit, status: "Open" } }));
    },

    refresh(frm) {
      cum_chuyen_mon.keep_for_authority(frm, DECIDED);
      frm.set_df_property("status", "read_only", 1); // the Workflow's steps change it
      if (frm.is_new()) return;
      show_due(frm);
      show_answers(frm);
      show_left(frm);
      const { own_school, asks, decides } = frm.doc.__onload || {};
      const writes = cum_chuyen_mon.may(frm, "w") && !decides;
      if (own_school) {
        frm.add_custom_button(__("Answer the Plan"), () => answer(frm));
        frm.change_custom_button_type(__("Answer the Plan"), null, "primary");
      }
      if (writes && ["Draft", "Returned"].includes(frm.doc.status)) {
        if (frm.doc.paper_kind !== RULES)
          frm.add_custom_button(__("Take from Proposals and Difficulties"), () => take_proposals(frm));
        if (asks && !frm.doc.is_consulted)
          frm.set_intro(__("The member schools are consulted first: {0}", [frappe.utils.escape_html(asks)]), "blue");
      }
      if (writes && frm.doc.status === "Approved")
        frm.add_custom_button(__("Make an Amendment"), () => amend(frm));
      if (frm.doc.status === "Amended") frm.disable_save();
      cum_chuyen_mon.papers(frm, { of_plan: __("Plan Paper") }, { plan: frm.doc.name });
    },

    unit_type(frm) {
      frm.set_value("unit", null);
    },

    // The Workflow takes the stored document to its next state: what the step needs is asked and saved first.
    async before_workflow_action(frm) {
      const fields = needed(frm);
      if (!fields.length) return;
      frappe.dom.unfreeze();
      const values = await asked(fields, __(frm.selected_workflow_action));
      await frm.set_value(values);
      await saved(frm);
      frappe.dom.freeze(); // the Workflow's button unfreezes when its step is done
    },
  });

  // Frappe's save settles nothing when it is refused, unless it is told what to do then.
  const saved = (frm) => new Promise((done, refused) => frm.save("Save", done, null, refused));

  function needed(frm) {
    const field = (fieldname, more = {}) => ({
      ...frappe.meta.get_docfield(PLAN, fieldname, frm.doc.name),
      label: __(frappe.meta.get_label(PLAN, fieldname), null, PLAN),
      default: frm.doc[fieldname],
      depends_on: "",
      read_only: 0,
      reqd: 1,
      ...more,
    });
    switch (frm.selected_workflow_action) {
      case "Consult Member Schools":
        return [field("consult_until")];
      case "Approve Plan":
        return [
          field("approval_no"),
          field("approved_on", { default: frm.doc.approved_on || frappe.datetime.get_today() }),
        ];
      case "Return Plan":
        return [field("return_reason")];
      default:
        return [];
    }
  }

  function asked(fields, title) {
    return new Promise((resolve, reject) => {
      const dialog = new frappe.ui.Dialog({
        title,
        fields,
        primary_action_label: title,
        primary_action(values) {
          dialog.done = true;
          dialog.hide();
          resolve(values);
        },
        on_hide: () => dialog.done || reject(),
      });
      dialog.show();
    });
  }

  function show_due(frm) {
    const colours = { Met: "green", "Met Late": "orange", Overdue: "red", "Due Soon": "orange" };
    for (const { due_on, state, clause } of frm.doc.__onload?.due || []) {
      const said = [clause, __("due on {0}", [frappe.datetime.str_to_user(due_on)])].filter(Boolean).join(": ");
      frm.dashboard.add_indicator(
        frappe.utils.escape_html(`${said} (${__(state, null, "Cluster Obligation")})`),
        colours[state] || "blue",
      );
    }
  }

  function show_answers(frm) {
    const rows = frm.doc.__onload?.answers || [];
    if (!rows.length) return;
    const line = ({ school_name, answer: said, comment }) => {
      const word = said ? __(said, null, "Cluster Plan Comment") : __("No answer yet");
      const text = [school_name, word, comment].filter(Boolean).join(": ");
      return `<div>${frappe.utils.escape_html(text)}</div>`;
    };
    frm.dashboard.add_section(rows.map(line).join(""), __("Answers of the Member Schools"));
    frm.dashboard.show();
  }

  function show_left(frm) {
    const rows = frm.doc.__onload?.left || [];
    if (!rows.length) return;
    const line = ({ name, session_title, session_date }) =>
      `<div>${frappe.utils.get_form_link("Cluster Session", name, true, frappe.utils.escape_html(session_title))}
        (${frappe.datetime.str_to_user(session_date)})</div>`;
    frm.dashboard.add_section(rows.map(line).join(""), __("Sessions no longer in the plan"));
    frm.dashboard.show();
  }

  async function answer(frm) {
    const label = (field) => __(frappe.meta.get_label("Cluster Plan Comment", field), null, "Cluster Plan Comment");
    await frappe.model.with_doctype("Cluster Plan Comment");
    const choices = ["Agree", "Comment"].map((value) => ({
      value,
      label: __(value, null, "Cluster Plan Comment"),
    }));
    const fields = [
      { fieldname: "answer", fieldtype: "Select", label: label("answer"), options: choices, default: "Agree", reqd: 1 },
      { fieldname: "comment", fieldtype: "Small Text", label: label("comment") },
    ];
    const values = await asked(fields, __("Answer the Plan")).catch(() => null);
    if (!values) return;
    await frappe.xcall("cum_chuyen_mon.api.plans.answer_plan", { plan: frm.doc.name, comment: "", ...values });
    frm.reload_doc();
  }

  async function take_proposals(frm) {
    if (frm.is_dirty()) await frm.save();
    const rows = await frappe.xcall("cum_chuyen_mon.api.plans.open_proposals", { plan: frm.doc.name });
    if (!rows.length) {
      frappe.msgprint(__("There are no open proposals or difficulties."));
      return;
    }
    const options = rows.map(({ name, title, school }) => ({
      value: name,
      label: frappe.utils.escape_html([title, school].filter(Boolean).join(", ")),
    }));
    const title = __("Take from Proposals and Difficulties");
    const fields = [{ fieldname: "difficulties", fieldtype: "MultiCheck", options, columns: 1 }];
    const values = await asked(fields, title).catch(() => null);
    if (!values?.difficulties?.length) return;
    await frappe.xcall("cum_chuyen_mon.api.plans.add_proposals", {
      plan: frm.doc.name,
      difficulties: values.difficulties,
    });
    frm.reload_doc();
  }

  async function amend(frm) {
    const name = await frappe.xcall("cum_chuyen_mon.api.plans.amend_plan", { plan: frm.doc.name });
    frappe.set_route("Form", PLAN, name);
  }
})();
