(() => {
  const OPEN = ["Draft", "Returned"];
  const DECIDED = ["received_on", "decision_no", "decision_date", "decision_file", "return_reason"];
  const POSITIONS = {
    "School Cluster": ["Cluster Head", "Cluster Deputy"],
    "Inter-School Group": ["Group Lead"],
  };

  frappe.ui.form.on("Cluster Headship", {
    setup(frm) {
      frm.set_query("unit", () => ({ filters: { disabled: 0 } }));
      frm.set_query("session", () => ({
        filters: {
          unit_type: frm.doc.unit_type,
          unit: frm.doc.unit,
          activity_kind: "ELECTION",
        },
      }));
      for (const field of ["person", "predecessor"]) frm.set_query(field, () => people_of_unit(frm));
      frm.set_query("candidate", "votes", () => people_of_unit(frm));
    },

    refresh(frm) {
      cum_chuyen_mon.keep_for_authority(frm, DECIDED);
      offer_positions(frm);
      frm.toggle_enable("person", frm.doc.way !== "Election");
      frm.toggle_enable("predecessor", frm.doc.position === "Cluster Deputy");
      if (frm.is_new()) return;
      cum_chuyen_mon.papers(frm, { of_headship: __("Submission Paper") }, { headship: frm.doc.name });
      if (!cum_chuyen_mon.may(frm, "w")) return;
      if (frm.doc.__onload?.decides) {
        if (frm.doc.status === "Submitted") decide(frm);
        return;
      }
      if (!OPEN.includes(frm.doc.status)) return;
      frm.add_custom_button(__("Send to the Authority"), () => put(frm, { status: "Submitted" }));
      if (frm.doc.person) frm.change_custom_button_type(__("Send to the Authority"), null, "primary");
      if (frm.doc.position !== "Cluster Deputy") {
        frm.add_custom_button(__("Propose Next"), () => propose(frm));
      }
      if (frm.doc.session) frm.add_custom_button(__("Fill Candidates"), () => fill_candidates(frm));
    },

    unit_type(frm) {
      frm.set_value("unit", null);
      offer_positions(frm);
    },

    way(frm) {
      frm.toggle_enable("person", frm.doc.way !== "Election");
    },

    position(frm) {
      frm.toggle_enable("predecessor", frm.doc.position === "Cluster Deputy");
    },
  });

  function people_of_unit(frm) {
    return {
      query: "cum_chuyen_mon.api.desk.people_of_unit",
      filters: { unit_type: frm.doc.unit_type, unit: frm.doc.unit, on: frm.doc.from_date },
    };
  }

  function offer_positions(frm) {
    const offered = POSITIONS[frm.doc.unit_type] || Object.values(POSITIONS).flat();
    frm.set_df_property("position", "options", offered);
    if (frm.is_new() && !offered.includes(frm.doc.position)) frm.set_value("position", offered[0]);
  }

  function decide(frm) {
    const labels = {
      confirm: __("Confirm", null, "Cluster Headship"),
      give_back: __("Return", null, "Cluster Unit Report"),
    };
    frm.add_custom_button(labels.confirm, () => {
      const today = frappe.datetime.get_today();
      const fields = [asked(frm, "decision_no"), { ...asked(frm, "decision_date"), default: today }];
      frappe.prompt(fields, (values) => put(frm, { status: "Confirmed", ...values }), labels.confirm, labels.confirm);
    });
    frm.change_custom_button_type(labels.confirm, null, "primary");
    frm.add_custom_button(labels.give_back, () => {
      const send = (values) => put(frm, { status: "Returned", ...values });
      frappe.prompt([asked(frm, "return_reason")], send, labels.give_back, labels.give_back);
    });
  }

  function asked(frm, fieldname) {
    const { fieldtype, label } = frappe.meta.get_docfield(frm.doctype, fieldname);
    return { fieldname, fieldtype, label: __(label, null, frm.doctype), default: frm.doc[fieldname], reqd: 1 };
  }

  async function put(frm, values) {
    await frm.set_value(values);
    await frm.save();
  }

  async function saved(frm) {
    if (frm.is_dirty()) await frm.save();
  }

  async function propose(frm) {
    await saved(frm);
    const next = await frappe.xcall("cum_chuyen_mon.api.headships.propose_next", {
      headship: frm.doc.name,
    });
    if (!next) {
      frappe.msgprint(
        __("Nobody may stand for this position now. Check the postings of the member schools."),
      );
      return;
    }
    frappe.msgprint(
      __("It is the turn of {0}. {1}", [next.name, next.why].map(frappe.utils.escape_html)),
    );
    if (frm.doc.way !== "Election") frm.set_value("person", next.person);
  }

  // The next round's lines: in the first everybody who may stand, in the second those who go on.
  async function fill_candidates(frm) {
    await saved(frm);
    const round = frm.doc.rounds?.length || 1;
    const known = new Set(
      (frm.doc.votes || []).filter((row) => row.round === round).map((row) => row.candidate),
    );
    const found = await frappe.xcall("cum_chuyen_mon.api.headships.candidates", {
      headship: frm.doc.name,
    });
    for (const { person, name } of found) {
      if (known.has(person)) continue;
      frm.add_child("votes", { round, candidate: person, candidate_name: name, votes: 0 });
    }
    if (!frm.doc.rounds?.length) frm.add_child("rounds", {});
    frm.refresh_fields(["votes", "rounds"]);
    frm.dirty();
  }
})();
