// {% include "cum_chuyen_mon/public/js/roll_call.js" %}

(() => {
  const OFF = ["Postponed", "Cancelled"];

  frappe.ui.form.on("Cluster Session", {
    setup(frm) {
      // "None" means something else elsewhere on the desk
      const state = frappe.meta.docfield_map[frm.doctype].minutes_state;
      state.formatter = (value) => (value ? __(value, null, "Cluster Session") : "");
      frm.set_query("unit", () => ({ filters: { disabled: 0 } }));
      frm.set_query("venue_school", () => ({ filters: { disabled: 0 } }));
      frm.set_query("activity_kind", () => ({ filters: { disabled: 0 } }));
      frm.set_query("subjects", () => ({ filters: { disabled: 0 } }));
      for (const field of ["chair", "secretary"]) {
        frm.set_query(field, () => ({
          query: "cum_chuyen_mon.api.desk.people_of_unit",
          filters: { unit_type: frm.doc.unit_type, unit: frm.doc.unit, on: frm.doc.session_date },
        }));
      }
    },

    refresh(frm) {
      if (frm.is_new()) return;
      show_figures(frm);
      const steps = steps_of(frm);
      for (const [label, action] of steps) frm.add_custom_button(label, action);
      frm.change_custom_button_type(next_step(frm), null, "primary");
      if (frappe.is_mobile()) show_steps(frm, steps);
    },

    unit_type(frm) {
      frm.set_value("unit", null);
    },

    venue_school(frm) {
      if (!frm.doc.venue_school || frm.doc.venue) return;
      frappe.db
        .get_value("Member School", frm.doc.venue_school, "school_name")
        .then(({ message }) => frm.set_value("venue", message.school_name));
    },
  });

  // [label, action] of what can be done with the session today
  function steps_of(frm) {
    if (OFF.includes(frm.doc.status)) return [];
    const { minutes_state } = frm.doc;
    const found = [];
    if (frm.perm[0]?.write && minutes_state !== "Locked") {
      found.push([__("Invite Members"), () => invite(frm)], [__("Roll Call"), () => roll_call(frm)]);
    }
    const written = minutes_state !== "None";
    found.push([written ? __("Open Minutes") : __("Write Minutes"), () => minutes(frm)]);
    return found;
  }

  // On a phone the desk hides a form's buttons in a menu; these stay in sight.
  function show_steps(frm, steps) {
    if (!steps.length) return;
    const $body = frm.dashboard.add_section("", __("Next Steps"));
    const $section = $body.closest(".form-dashboard-section");
    $section.prependTo($section.parent());
    for (const [label, action] of steps) {
      const kind = label === next_step(frm) ? "btn-primary" : "btn-default";
      $(`<button type="button" class="btn btn-block ${kind}" style="min-height: 44px">`)
        .text(label)
        .on("click", action)
        .appendTo($body);
    }
    frm.dashboard.show();
  }

  function next_step(frm) {
    if (!frm.doc.invited_count) return __("Invite Members");
    if (!frm.doc.present_count) return __("Roll Call");
    return frm.doc.minutes_state === "None" ? __("Write Minutes") : __("Open Minutes");
  }

  function show_figures(frm) {
    const { invited_count, present_count, signed_count, minutes_state } = frm.doc;
    const figures = [
      [__("Invited", null, "Cluster Session"), invited_count, "blue"],
      [__("Present", null, "Cluster Session"), present_count, "green"],
      [__("Signed", null, "Cluster Session"), signed_count, signed_count ? "green" : "gray"],
    ];
    for (const [label, number, colour] of figures)
      frm.dashboard.add_indicator(`${label}: ${number || 0}`, colour);
    const colours = { Locked: "green", "Awaiting Confirmation": "yellow", Draft: "orange" };
    const state = __(minutes_state, null, "Cluster Session");
    frm.dashboard.add_indicator(
      `${__("Minutes", null, "Cluster Session")}: ${state}`,
      colours[minutes_state] || "gray",
    );
  }

  async function saved(frm) {
    if (frm.is_dirty()) await frm.save();
  }

  async function invite(frm) {
    await saved(frm);
    const { invited } = await frappe.xcall("cum_chuyen_mon.api.sessions.invite", { session: frm.doc.name });
    const message = invited ? __("{0} people were invited.", [invited]) : __("Everyone was invited already.");
    frappe.show_alert({ message, indicator: "green" });
    frm.reload_doc();
  }

  async function roll_call(frm) {
    await saved(frm);
    new cum_chuyen_mon.RollCall(frm).open();
  }

  async function minutes(frm) {
    await saved(frm);
    const [found] = await frappe.db.get_list("Cluster Minutes", {
      filters: { session: frm.doc.name },
      order_by: "creation desc",
      limit: 1,
    });
    if (found) frappe.set_route("Form", "Cluster Minutes", found.name);
    else frappe.new_doc("Cluster Minutes", { session: frm.doc.name });
  }
})();
