// {% include "cum_chuyen_mon/public/js/roll_call.js" %}
// {% include "cum_chuyen_mon/public/js/convening.js" %}

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
      // the connections' plus signs
      frm.can_make_methods = {
        "Cluster Session Attendance": () =>
          Boolean(frm.doc.__onload?.may_call_roll) && frm.doc.minutes_state !== "Locked",
        "Cluster Minutes": () => Boolean(frm.doc.__onload?.may_write_minutes) && !frm.doc.__onload.minutes,
      };
      for (const field of ["chair", "secretary"]) {
        frm.set_query(field, () => ({
          query: "cum_chuyen_mon.api.desk.people_of_unit",
          filters: { unit_type: frm.doc.unit_type, unit: frm.doc.unit, on: frm.doc.session_date },
        }));
      }
    },

    refresh(frm) {
      const is_locked = frm.doc.minutes_state === "Locked";
      for (const field of frm.doc.__onload?.signed_fields || []) frm.set_df_property(field, "read_only", is_locked ? 1 : 0);
      if (frm.is_new()) return;
      show_figures(frm);
      cum_chuyen_mon.convening.show_answers(frm);
      const steps = [...cum_chuyen_mon.convening.steps(frm), ...steps_of(frm)];
      const next = steps.find((step) => step.due);
      const more = __("More Steps", null, "Cluster Session");
      for (const step of steps) frm.add_custom_button(step.label, step.action, step.is_rare && step !== next ? more : null);
      if (next) frm.change_custom_button_type(next.label, null, "primary");
      const papers = { invitation: __("Invitation Paper"), of_session: __("Attendance Sheet") };
      if (["Convened", ...OFF].includes(frm.doc.status)) papers.notice = __("Notice Paper");
      if (is_locked) papers.travel_of_session = __("Travel Allowance List");
      cum_chuyen_mon.papers(frm, papers, { session: frm.doc.name });
      if (!is_locked) return;
      const extracts = __("Extracts for All Schools");
      const make = () => cum_chuyen_mon.make_bundle(extracts, "make_extracts", { session: frm.doc.name });
      frm.add_custom_button(extracts, make, __("Official Paper"));
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

  // What the person can do with the session today: {label, action, due, is_rare}. A step may be the next one as long as
  // its ``due`` holds; a rare one waits in a menu until it is.
  function steps_of(frm) {
    if (OFF.includes(frm.doc.status)) return [];
    const { minutes_state, invited_count, present_count } = frm.doc;
    const { may_call_roll, may_write_minutes, my_state, minutes } = frm.doc.__onload || {};
    const is_rare = frm.doc.session_date > frappe.datetime.get_today(); // what is done when people meet, before they do
    const found = [];
    if (may_call_roll && minutes_state !== "Locked") {
      found.push({ label: __("Invite Members"), action: () => invite(frm), due: !is_rare && !invited_count, is_rare });
      found.push({ label: __("Roll Call"), action: () => roll_call(frm), due: !is_rare && !present_count, is_rare });
    } else if (my_state === "Invited" && is_open_today(frm)) {
      found.push({ label: __("I Am Present"), action: () => check_in(frm), due: true });
    }
    if (cum_chuyen_mon.may(frm, "w") && minutes_state !== "Locked") {
      found.push({ label: __("Put Open Points on the Agenda"), action: () => carry_over(frm), is_rare: true });
    }
    if (minutes) found.push({ label: __("Open Minutes"), action: () => open_minutes(frm), due: true });
    else if (may_write_minutes) {
      found.push({ label: __("Write Minutes"), action: () => write_minutes(frm), due: !is_rare, is_rare });
    }
    return found;
  }

  function is_open_today(frm) {
    const { session_date, minutes_state } = frm.doc;
    return session_date === frappe.datetime.get_today() && ["None", "Draft"].includes(minutes_state);
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

  async function check_in(frm) {
    await frappe.xcall("cum_chuyen_mon.api.sessions.check_in", { session: frm.doc.name });
    frappe.show_alert({ message: __("You are marked present."), indicator: "green" });
    frm.reload_doc();
  }

  async function open_minutes(frm) {
    await saved(frm);
    frappe.set_route("Form", "Cluster Minutes", frm.doc.__onload.minutes);
  }

  async function write_minutes(frm) {
    await saved(frm);
    const session = frm.doc.name;
    const points = await frappe.xcall("cum_chuyen_mon.api.sessions.open_points", { session });
    if (!points.length) return start(session, false);
    const e = frappe.utils.escape_html;
    const list = points.map((point) => `<li>${e(point.title)}</li>`).join("");
    frappe.confirm(
      `${__("Earlier minutes left these points open. Take them as topics?")}<ul>${list}</ul>`,
      () => start(session, true),
      () => start(session, false),
    );
  }

  async function start(session, with_open_points) {
    const { name } = await frappe.xcall("cum_chuyen_mon.api.minutes.start", { session, with_open_points });
    frappe.set_route("Form", "Cluster Minutes", name);
  }

  async function carry_over(frm) {
    await saved(frm);
    const { added } = await frappe.xcall("cum_chuyen_mon.api.sessions.carry_over", { session: frm.doc.name });
    const message = added
      ? __("{0} open points are on the agenda now.", [added])
      : __("Earlier minutes left nothing open that is not on the agenda.");
    frappe.show_alert({ message, indicator: added ? "green" : "blue" });
    frm.reload_doc();
  }
})();
