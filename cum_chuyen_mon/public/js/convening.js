// Calling people to a session: the buttons of its form, and the answers that came.
frappe.provide("cum_chuyen_mon.convening");

(() => {
  const API = "cum_chuyen_mon.api.convening";
  const SESSION = "Cluster Session";

  // Steps as the session's form shows them: {label, action, due, is_rare}.
  cum_chuyen_mon.convening.steps = (frm) => {
    const found = [];
    const { status, minutes_state, session_date } = frm.doc;
    const is_ahead = session_date >= frappe.datetime.get_today();
    const may_write = cum_chuyen_mon.may(frm, "w") && minutes_state !== "Locked";
    if (may_write && ["Planned", "Postponed"].includes(status) && is_ahead) {
      found.push({ label: __("Convene", null, "Cluster Session"), action: () => convene(frm), due: true });
      if (frm.doc.__onload?.has_venue_turn)
        found.push({ label: __("Propose a Venue", null, "Cluster Session"), action: () => propose_venue(frm), is_rare: true });
    }
    if (may_write && status === "Convened" && is_ahead)
      found.push({ label: __("Send Notices", null, "Cluster Session"), action: () => convene(frm), is_rare: true });
    if (may_write && !["Held", "Cancelled"].includes(status)) {
      if (status !== "Postponed" && is_ahead)
        found.push({ label: __("Invite the Authority", null, "Cluster Session"), action: () => invite_authority(frm), is_rare: true });
      found.push({ label: __("Postpone", null, "Cluster Session"), action: () => postpone(frm), is_rare: true });
      found.push({ label: __("Call Off", null, "Cluster Session"), action: () => call_off(frm), is_rare: true });
    }
    if (frm.doc.__onload?.my_state && status === "Convened" && is_ahead)
      found.push({
        label: __("Answer the Invitation", null, "Cluster Session"),
        action: () => answer(frm),
        due: !frm.doc.__onload.my_answer,
      });
    return found;
  };

  cum_chuyen_mon.convening.show_answers = (frm) => {
    const counts = frm.doc.__onload?.answers;
    if (!counts || !frm.doc.notice_sequence) return;
    const figures = [
      [__("Will attend", null, "Cluster Session"), counts.Yes, "green"],
      [__("Will not attend", null, "Cluster Session"), counts.No, "red"],
      [__("Asks to be excused", null, "Cluster Session"), counts.Excused, "orange"],
      [__("Not answered", null, "Cluster Session"), counts[""], "gray"],
    ];
    for (const [label, number, colour] of figures) frm.dashboard.add_indicator(`${label}: ${number}`, colour);
  };

  async function call(frm, method, values = {}) {
    if (frm.is_dirty()) await frm.save();
    const found = await frappe.xcall(`${API}.${method}`, { session: frm.doc.name, ...values });
    await frm.reload_doc();
    return found;
  }

  // Whom the notice did not reach, the server says in a message of its own.
  function tell({ mailed, notified, unreached } = {}) {
    if (mailed === undefined || (!mailed && !notified && unreached.length)) return;
    const message =
      mailed || notified
        ? __("{0} mails are on their way, {1} notifications were sent.", [mailed, notified], "Cluster Session")
        : __("Everyone has had the notice.", null, "Cluster Session");
    frappe.show_alert({ message, indicator: "green" });
  }

  async function convene(frm) {
    tell(await call(frm, "convene"));
  }

  async function invite_authority(frm) {
    const { invited } = await call(frm, "invite_authority");
    frappe.show_alert({ message: __("{0} guests were invited.", [invited], "Cluster Session"), indicator: "green" });
  }

  async function propose_venue(frm) {
    const turn = await call(frm, "propose_venue");
    if (!turn.school) return frappe.msgprint(__("The venue does not go round here.", null, "Cluster Session"));
    const e = frappe.utils.escape_html;
    const why = __("It is the turn of {0}: {1}.", [e(turn.school_name).bold(), e(turn.why)], "Cluster Session");
    frappe.confirm(
      `${why}<br><span class="text-muted">${e(turn.duty)}</span><br><br>${__("Choose this school as host?", null, "Cluster Session")}`,
      async () => {
        await frm.set_value("venue_school", turn.school);
        frm.save();
      },
    );
  }

  function reason_field() {
    return {
      fieldtype: "Small Text",
      fieldname: "reason",
      label: __("Reason, told to everybody", null, "Cluster Session"),
      reqd: 1,
    };
  }

  function postpone(frm) {
    const fields = [
      reason_field(),
      {
        fieldtype: "Date",
        fieldname: "new_date",
        label: __("New Date", null, "Cluster Session"),
        description: __("Empty: the new date will be told later", null, "Cluster Session"),
      },
    ];
    const send = async (values) => tell(await call(frm, "postpone", values));
    frappe.prompt(fields, send, __("Postpone", null, "Cluster Session"), __("Postpone", null, "Cluster Session"));
  }

  function call_off(frm) {
    const send = async (values) => tell(await call(frm, "cancel", values));
    frappe.prompt([reason_field()], send, __("Call Off", null, "Cluster Session"), __("Call Off", null, "Cluster Session"));
  }

  function answer(frm) {
    const options = [
      { value: "Yes", label: __("Will attend", null, "Cluster Session") },
      { value: "No", label: __("Will not attend", null, "Cluster Session") },
      { value: "Excused", label: __("Asks to be excused", null, "Cluster Session") },
    ];
    const fields = [
      { fieldtype: "Select", fieldname: "answer", label: __("Answer", null, "Cluster Session"), options, reqd: 1 },
      {
        fieldtype: "Small Text",
        fieldname: "reason",
        label: __("Reason", null, "Cluster Session"),
        mandatory_depends_on: "eval:doc.answer === 'Excused'",
      },
    ];
    const send = async (values) => {
      await call(frm, "answer", values);
      frappe.show_alert({ message: __("Your answer was kept.", null, "Cluster Session"), indicator: "green" });
    };
    frappe.prompt(fields, send, __("Answer the Invitation", null, "Cluster Session"), __("Answer", null, "Cluster Session"));
  }
})();
