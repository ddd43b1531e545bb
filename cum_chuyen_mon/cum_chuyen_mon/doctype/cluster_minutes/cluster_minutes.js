(() => {
  const ANSWERS = {
    Confirmed: ["green", "Confirmed"],
    Refused: ["red", "Refused"],
    "": ["gray", "Waiting"],
  };

  frappe.ui.form.on("Cluster Minutes", {
    setup(frm) {
      frm.set_query("session", () => ({ filters: { status: ["not in", ["Postponed", "Cancelled"]] } }));
      const people_of_unit = () => ({
        query: "cum_chuyen_mon.api.desk.people_of_unit",
        filters: { session: frm.doc.session },
      });
      frm.set_query("person", "tasks", people_of_unit);
      frm.set_query("person", "findings", people_of_unit);
      frm.set_query("lesson_teacher", people_of_unit);
    },

    refresh(frm) {
      if (frm.is_new()) return;
      frm.add_custom_button(__("Open Session"), () => {
        frappe.set_route("Form", "Cluster Session", frm.doc.session);
      });
      cum_chuyen_mon.papers(frm, { of_minutes: __("Minutes Paper") }, { minutes: frm.doc.name });
      if (frm.doc.docstatus === 0) steps(frm);
      if (frm.doc.docstatus === 0 && frm.doc.form === "Cross Inspection") open_findings(frm);
      if (frm.doc.state !== "Draft") people(frm);
      elections(frm);
      seals(frm);
      frm.toggle_display("seal_section", frm.doc.docstatus > 0);
    },
  });

  function elections(frm) {
    const lines = frm.doc.__onload?.elections || [];
    if (!lines.length) return;
    const html = lines.map((line) => `<p>${frappe.utils.escape_html(line)}</p>`).join("");
    frm.dashboard.add_section(html, __("Election Result"));
    frm.dashboard.show();
  }

  function seals(frm) {
    const { done = [], offered = [] } = frm.doc.__onload?.seals || {};
    const group = __("Official Paper");
    for (const holder of offered) {
      frm.add_custom_button(__("Seal: {0}", [holder.name]), () => seal(frm, holder), group);
    }
    if (!done.length) return;
    const open = () => cum_chuyen_mon.open_paper("sealed_minutes", { minutes: frm.doc.name });
    frm.add_custom_button(__("Minutes with Seals (PDF)"), open, group);
    const e = frappe.utils.escape_html;
    const lines = done.map(({ name, at }) => `<p>${e(name)} · ${frappe.datetime.str_to_user(at)}</p>`);
    frm.dashboard.add_section(lines.join(""), __("Seals"));
    frm.dashboard.show();
  }

  function seal(frm, { holder_type, holder, name }) {
    const question = __("Seal these minutes for {0}? A seal cannot be taken back.", [
      frappe.utils.escape_html(name),
    ]);
    frappe.confirm(question, async () => {
      await frappe.xcall("cum_chuyen_mon.api.seals.seal", { minutes: frm.doc.name, holder_type, holder });
      frappe.show_alert({ message: __("The minutes are sealed."), indicator: "green" });
      frm.reload_doc();
    });
  }

  function steps(frm) {
    // Minutes lock by themselves with the last confirmation: the desk's own Submit would only be refused.
    frm.page.clear_primary_action();
    frm.set_intro("");
    if (!cum_chuyen_mon.may(frm, "w")) return;
    if (frm.is_dirty()) {
      frm.toolbar.set_page_actions("Save");
      return;
    }
    if (frm.doc.state === "Draft") {
      frm.page.set_primary_action(__("Ask for Confirmation"), () => ask(frm));
      frm.set_intro(__("When the minutes are complete, send them to everyone who attended."), "blue");
    } else {
      frm.page.set_primary_action(__("Record Paper Signatures"), () => paper(frm));
      frm.set_intro(__("Waiting for confirmations. A change of the text voids all of them."), "yellow");
    }
  }

  // N4.3: what the school has not remedied yet is in sight while it is inspected again.
  async function open_findings(frm) {
    const { session } = frm.doc;
    const turn = (frm.findings_turn = (frm.findings_turn || 0) + 1); // only the last refresh may add to the dashboard
    const points = await frappe.xcall("cum_chuyen_mon.api.sessions.open_points", { session });
    const found = points.filter((point) => point.kind === "Finding");
    if (!found.length || turn !== frm.findings_turn) return;
    const e = frappe.utils.escape_html;
    const list = found.map((point) => `<li>${e(point.title)}</li>`).join("");
    frm.dashboard.add_section(`<ul>${list}</ul>`, __("Open findings of earlier inspections"));
    frm.dashboard.show();
  }

  async function ask(frm) {
    await frappe.xcall("cum_chuyen_mon.api.minutes.ask_for_confirmation", { minutes: frm.doc.name });
    frappe.show_alert({ message: __("The minutes were sent to everyone who attended."), indicator: "green" });
    frm.reload_doc();
  }

  async function people(frm) {
    const rows = await frappe.xcall("cum_chuyen_mon.api.desk.confirmations", { minutes: frm.doc.name });
    if (frm.doc.__confirmations_shown === frm.doc.modified) return;
    frm.doc.__confirmations_shown = frm.doc.modified;
    const e = frappe.utils.escape_html;
    const given = rows.filter((row) => row.answer).length;
    const lines = rows.map((row) => {
      const [colour, word] = ANSWERS[row.answer];
      const when = row.signed_at ? frappe.datetime.str_to_user(row.signed_at) : "";
      const how = row.method === "On Paper" ? __("On Paper") : "";
      const note = [
        when,
        how,
        row.reason && `${__("Reason", null, "Cluster Minutes Signature")}: ${row.reason}`,
      ];
      return `<div style="display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 6px 0;
				border-top: 1px solid var(--border-color)">
				<div style="flex: 2 1 220px"><b>${e(row.name)}</b><br>
					<span class="text-muted small">${e(row.place)}</span></div>
				<div style="flex: 0 1 160px"><span class="indicator-pill ${colour}">${__(word, null, "Cluster Minutes Signature")}</span></div>
				<div style="flex: 1 1 160px" class="small text-muted">${e(note.filter(Boolean).join(" · "))}</div>
			</div>`;
    });
    const title = __("Confirmations: {0} of {1}", [given, rows.length]);
    const $people = frm.dashboard.add_section(lines.join(""), title);
    frm.dashboard.show();
    const me = frappe.boot.cum_chuyen_mon?.staff;
    const my_answer_is_awaited = rows.some((row) => row.staff === me && !row.answer);
    if (frm.doc.state === "Awaiting Confirmation" && my_answer_is_awaited) ask_me(frm, $people);
  }

  // Whoever attended answers for himself, where he has just read the text; nobody need look for a menu.
  function ask_me(frm, $people) {
    const $answer = $(`<div style="display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px 0">
				<b style="flex: 1 1 220px">${__("Your confirmation is awaited.")}</b></div>`).prependTo($people);
    const button = (label, kind, action) =>
      $(`<button type="button" class="btn ${kind}" style="min-height: 40px; min-width: 120px">`)
        .text(label)
        .on("click", action)
        .appendTo($answer);
    button(__("Confirm", null, "Cluster Minutes"), "btn-primary", () => confirm_minutes(frm));
    button(__("Refuse", null, "Cluster Minutes"), "btn-default", () => refuse_minutes(frm));
    const $section = $people.closest(".form-dashboard-section");
    $section.prependTo($section.parent());
  }

  function confirm_minutes(frm) {
    const question = __("Confirm that these minutes say what happened? An answer cannot be taken back.");
    frappe.confirm(question, () => answer(frm, "confirm", {}));
  }

  function refuse_minutes(frm) {
    frappe.prompt(
      {
        fieldtype: "Small Text",
        fieldname: "reason",
        label: __("Reason for refusal"),
        description: __("The reason is printed in the minutes."),
        reqd: 1,
      },
      ({ reason }) => answer(frm, "refuse", { reason }),
      __("Refuse to Confirm"),
      __("Refuse", null, "Cluster Minutes"),
    );
  }

  async function answer(frm, verb, more) {
    const { name, text_hash } = frm.doc;
    try {
      await frappe.xcall(`cum_chuyen_mon.api.minutes.${verb}`, { minutes: name, text_hash, ...more });
      frappe.show_alert({ message: __("Your answer is recorded."), indicator: "green" });
    } finally {
      frm.reload_doc();
    }
  }

  // The signed sheet is entered once: everybody still awaited signed it, but those who refused, each with a reason.
  async function paper(frm) {
    if (frm.doc.signing_way !== "On Paper" || !frm.doc.signed_scan) return attach_scan(frm);
    const rows = await frappe.xcall("cum_chuyen_mon.api.desk.confirmations", { minutes: frm.doc.name });
    const waiting = rows.filter((row) => !row.answer);
    const dialog = new frappe.ui.Dialog({
      title: __("Record Paper Signatures"),
      fields: [
        {
          fieldtype: "MultiCheck",
          fieldname: "signed",
          label: __("Who signed on the printed sheet"),
          options: waiting.map((row) => ({
            value: row.staff,
            label: frappe.utils.escape_html(`${row.name} – ${row.place}`),
            checked: 1,
          })),
          columns: 1,
          sort_options: false,
          select_all: true,
        },
        {
          fieldtype: "Table",
          fieldname: "refused",
          label: __("Who refused to sign"),
          cannot_add_rows: false,
          data: [],
          fields: [
            {
              fieldtype: "Select",
              fieldname: "staff",
              label: __("Full Name", null, "Cluster Minutes Signature"),
              options: waiting.map((row) => ({ value: row.staff, label: row.name })),
              in_list_view: 1,
              reqd: 1,
            },
            {
              fieldtype: "Small Text",
              fieldname: "reason",
              label: __("Reason for refusal"),
              in_list_view: 1,
              reqd: 1,
            },
          ],
        },
      ],
      primary_action_label: __("Record"),
      primary_action: (values) => record_paper(frm, dialog, values),
    });
    dialog.show();
  }

  // Without the sheet nothing is entered; with it the minutes say that they are signed on paper.
  function attach_scan(frm) {
    frappe.show_alert({ message: __("Attach the signed sheet first."), indicator: "blue" });
    new frappe.ui.FileUploader({
      doctype: frm.doctype,
      docname: frm.doc.name,
      fieldname: "signed_scan",
      folder: "Home/Attachments",
      make_attachments_public: false,
      allow_toggle_private: false,
      async on_success(file) {
        await frm.set_value({ signed_scan: file.file_url, signing_way: "On Paper" });
        await frm.save();
        paper(frm);
      },
    });
  }

  async function record_paper(frm, dialog, values) {
    const refused = Object.fromEntries((values.refused || []).map((row) => [row.staff, row.reason || ""]));
    const signed = (values.signed || []).filter((staff) => !(staff in refused));
    dialog.disable_primary_action();
    try {
      await frappe.xcall("cum_chuyen_mon.api.minutes.record_paper_roll", {
        minutes: frm.doc.name,
        text_hash: frm.doc.text_hash,
        signed,
        refused,
      });
      dialog.hide();
    } finally {
      dialog.enable_primary_action();
      frm.reload_doc();
    }
  }
})();
