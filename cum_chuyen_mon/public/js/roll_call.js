// The roll-call: a dialog that works with a thumb on a phone 360 px wide.
frappe.provide("cum_chuyen_mon");

cum_chuyen_mon.RollCall = class RollCall {
  static STATES = ["Present", "Late", "Left Early", "Excused", "Absent", "Substitute"];
  static ATTENDED = ["Present", "Late", "Left Early", "Substitute"];

  constructor(frm) {
    this.frm = frm;
    this.session = frm.doc.name;
    this.changes = {};
  }

  async open() {
    this.people = await this.load();
    this.dialog = new frappe.ui.Dialog({
      title: __("Roll Call"),
      size: "large",
      minimizable: false,
      fields: [{ fieldtype: "HTML", fieldname: "list" }],
      primary_action_label: __("Save Roll Call"),
      primary_action: () => this.save(),
    });
    this.dialog.$wrapper.addClass("ccm-roll-dialog");
    this.$list = this.dialog.fields_dict.list.$wrapper;
    this.render();
    this.bind();
    this.dialog.show();
  }

  load() {
    return frappe.xcall("cum_chuyen_mon.api.desk.roll", { session: this.session });
  }

  render() {
    this.$list.html(`${this.style()}
			<div class="ccm-roll-head">
				<input type="search" class="form-control ccm-search" placeholder="${__("Find a person")}"
					aria-label="${__("Find a person")}">
				<div class="ccm-roll-tools">
					<button type="button" class="btn btn-xs btn-default" data-do="all">${__("Everyone else is present")}</button>
					<button type="button" class="btn btn-xs btn-default" data-do="person">${__("Add a Person")}</button>
					<button type="button" class="btn btn-xs btn-default" data-do="guest">${__("Add a Guest")}</button>
				</div>
				<div class="ccm-count text-muted small" aria-live="polite"></div>
			</div>
			<div class="ccm-people">${this.people.map((person) => this.line(person)).join("")}</div>
			<p class="ccm-nobody text-muted" hidden>${__("Nobody is invited yet. Invite the members first.")}</p>`);
    this.$list.find(".ccm-nobody").prop("hidden", this.people.length > 0);
    this.count();
  }

  line(person) {
    const e = frappe.utils.escape_html;
    const buttons = cum_chuyen_mon.RollCall.STATES.map(
      (state) => `<button type="button" class="btn ccm-state" data-state="${state}"
				aria-pressed="${person.state === state}">${__(state, null, "Cluster Session Attendance")}</button>`,
    );
    return `<div class="ccm-person" data-key="${e(person.key)}">
			<div class="ccm-who"><b>${e(person.name)}</b> <span class="text-muted small">${e(person.place)}</span>${this.answered(person)}</div>
			<div class="ccm-states" role="group" aria-label="${e(person.name)}">${buttons.join("")}</div>
			${this.more(person)}
		</div>`;
  }

  // What the person said to the invitation, for the secretary to go by.
  answered({ answer, answer_reason }) {
    const said = {
      Yes: __("Will attend", null, "Cluster Session"),
      No: __("Will not attend", null, "Cluster Session"),
      Excused: __("Asks to be excused", null, "Cluster Session"),
    }[answer];
    const text = [said, answer_reason].filter(Boolean).join(": ");
    return said ? `<div class="text-muted small">${frappe.utils.escape_html(text)}</div>` : "";
  }

  more(person) {
    const e = frappe.utils.escape_html;
    if (["Excused", "Absent"].includes(person.state)) {
      return `<input class="form-control ccm-more" data-field="reason" value="${e(person.reason)}"
				placeholder="${__("Reason for absence")}" aria-label="${__("Reason for absence")}">`;
    }
    if (person.state === "Late") return this.time(person, "arrived_at", __("Arrived At", null, "Cluster Session Attendance"));
    if (person.state === "Left Early") return this.time(person, "left_at", __("Left At", null, "Cluster Session Attendance"));
    if (person.state === "Substitute") {
      const others = this.people.filter((other) => other.key !== person.key && !other.is_guest);
      const options = others.map(
        (other) => `<option value="${e(other.key)}" ${other.key === person.substitute_for ? "selected" : ""}>
					${e(other.name)}</option>`,
      );
      return `<select class="form-control ccm-more" data-field="substitute_for"
				aria-label="${__("Stands in for")}">
				<option value="">${__("Stands in for")}…</option>${options.join("")}</select>`;
    }
    return "";
  }

  time(person, field, label) {
    const value = frappe.utils.escape_html(person[field] || "");
    return `<label class="ccm-time"><span class="text-muted small">${label}</span>
			<input type="time" class="form-control ccm-more" data-field="${field}" value="${value}"></label>`;
  }

  bind() {
    this.$list.on("click", ".ccm-state", (event) => {
      this.set($(event.currentTarget).closest(".ccm-person").data("key"), {
        state: event.currentTarget.dataset.state,
      });
    });
    this.$list.on("change input", ".ccm-more", (event) => {
      const field = event.currentTarget.dataset.field;
      const key = $(event.currentTarget).closest(".ccm-person").data("key");
      this.set(key, { [field]: event.currentTarget.value }, false);
    });
    this.$list.on("input", ".ccm-search", (event) => this.filter(event.currentTarget.value));
    this.$list.on("click", "[data-do=all]", () => {
      this.people.filter((p) => p.state === "Invited").forEach((p) => this.set(p.key, { state: "Present" }));
    });
    this.$list.on("click", "[data-do=person]", () => this.add_person());
    this.$list.on("click", "[data-do=guest]", () => this.add_guest());
  }

  set(key, values, redraw = true) {
    const person = this.people.find((p) => p.key === String(key));
    Object.assign(person, values);
    if (person.state === "Excused") person.reason = person.reason || person.answer_reason || "";
    if (person.state === "Late" && !person.arrived_at) person.arrived_at = moment().format("HH:mm");
    if (person.state === "Left Early" && !person.left_at) person.left_at = moment().format("HH:mm");
    const { state, reason, substitute_for, arrived_at, left_at } = person;
    const away = ["Excused", "Absent"].includes(state);
    this.changes[person.key] = {
      state,
      reason: away ? reason : "",
      substitute_for: state === "Substitute" ? substitute_for : "",
    };
    if (state === "Late") this.changes[person.key].arrived_at = arrived_at;
    if (state === "Left Early") this.changes[person.key].left_at = left_at;
    if (redraw) {
      this.$list
        .find(`.ccm-person[data-key="${$.escapeSelector(person.key)}"]`)
        .replaceWith(this.line(person));
      this.count();
    }
  }

  count() {
    const present = this.people.filter((p) => cum_chuyen_mon.RollCall.ATTENDED.includes(p.state)).length;
    const waiting = this.people.filter((p) => p.state === "Invited").length;
    this.$list
      .find(".ccm-count")
      .text(__("{0} of {1} present, {2} not called yet", [present, this.people.length, waiting]));
  }

  filter(text) {
    const plain = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
    const wanted = plain(text);
    this.$list.find(".ccm-person").each((_i, line) => {
      line.hidden = !plain($(line).find(".ccm-who").text()).includes(wanted);
    });
  }

  async save() {
    if (!Object.keys(this.changes).length) return this.dialog.hide();
    this.dialog.disable_primary_action();
    try {
      await frappe.xcall("cum_chuyen_mon.api.sessions.call_roll", {
        session: this.session,
        states: this.changes,
      });
      this.dialog.hide();
      frappe.show_alert({ message: __("The roll-call is saved."), indicator: "green" });
      this.frm.reload_doc();
    } finally {
      this.dialog.enable_primary_action();
    }
  }

  add_person() {
    const query = () => ({ query: "cum_chuyen_mon.api.desk.people_of_unit", filters: { session: this.session } });
    frappe.prompt(
      {
        fieldtype: "Link",
        fieldname: "staff",
        options: "Member School Staff",
        label: __("Person", null, "Cluster Session Attendance"),
        reqd: 1,
        get_query: query,
      },
      async ({ staff }) => {
        await frappe.xcall("cum_chuyen_mon.api.sessions.check_in", { session: this.session, staff });
        this.refresh();
      },
      __("Add a Person"),
      __("Present"),
    );
  }

  add_guest() {
    frappe.prompt(
      [
        { fieldtype: "Data", fieldname: "guest_name", label: __("Guest Name"), reqd: 1 },
        { fieldtype: "Data", fieldname: "guest_organisation", label: __("Guest Organisation") },
      ],
      async (guest) => {
        await frappe.db.insert({
          doctype: "Cluster Session Attendance",
          session: this.session,
          state: "Present",
          ...guest,
        });
        this.refresh();
      },
      __("Add a Guest"),
      __("Present"),
    );
  }

  async refresh() {
    this.people = (await this.load()).map((person) => ({ ...person, ...this.changes[person.key] }));
    this.render();
    this.frm.reload_doc();
  }

  style() {
    return `<style>
			.ccm-roll-head { position: sticky; top: 0; z-index: 2; background: var(--modal-bg, var(--fg-color)); padding-bottom: 8px; }
			.ccm-roll-tools { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 6px; }
			.ccm-person { padding: 10px 0; border-top: 1px solid var(--border-color); }
			.ccm-states { display: grid; grid-template-columns: repeat(6, 1fr); gap: 4px; margin-top: 6px; }
			.ccm-state { min-height: 40px; padding: 2px 4px; font-size: 12px; line-height: 1.2; white-space: normal;
				background: var(--control-bg); border: 1px solid transparent; }
			.ccm-state[aria-pressed="true"] { color: #fff; background: #2e7d32; }
			.ccm-state[data-state="Late"][aria-pressed="true"],
			.ccm-state[data-state="Left Early"][aria-pressed="true"] { background: #b26a00; }
			.ccm-state[data-state="Excused"][aria-pressed="true"] { background: #1565c0; }
			.ccm-state[data-state="Absent"][aria-pressed="true"] { background: #c62828; }
			.ccm-who .text-muted { display: inline-block; }
			.ccm-more { margin-top: 6px; }
			.ccm-time { display: flex; align-items: center; gap: 8px; margin: 0; }
			.ccm-time input { max-width: 160px; min-height: 40px; }
			@media (max-width: 767px) { .ccm-states { grid-template-columns: repeat(3, 1fr); } .ccm-state { min-height: 44px; } }
		</style>`;
  }
};
