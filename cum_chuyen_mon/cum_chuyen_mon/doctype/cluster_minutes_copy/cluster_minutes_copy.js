frappe.ui.form.on("Cluster Minutes Copy", {
  async refresh(frm) {
    frm.disable_save();
    if (frm.doc.status !== "Delivered") {
      frm.set_intro(__("This copy is no longer in force. Open the one of the amended minutes."), "orange");
      return;
    }
    cum_chuyen_mon.papers(frm, { of_copy: __("Minutes Extract") }, { copy: frm.doc.name });
    frm.add_custom_button(__("Open Session"), () => frappe.set_route("Form", "Cluster Session", frm.doc.session));
    if (frm.doc.__onload?.to_acknowledge) {
      await frappe.xcall("cum_chuyen_mon.api.delivery.open_copy", { copy: frm.doc.name });
      frm.doc.__onload.to_acknowledge = false;
      frappe.show_alert({ message: __("Your school's receipt is noted."), indicator: "green" });
    }
    const turn = (frm.extract_turn = (frm.extract_turn || 0) + 1); // only the last refresh may add to the dashboard
    const extract = await frappe.xcall("cum_chuyen_mon.api.delivery.extract", { copy: frm.doc.name });
    if (turn !== frm.extract_turn) return;
    frm.dashboard.add_section(shown(extract), __("Extract of the Minutes"));
    frm.dashboard.show();

    function shown(found) {
      const e = frappe.utils.escape_html;
      const people = found.people.map((person) => {
        const state = __(person.state, null, "Cluster Session Attendance");
        const answer = person.answer ? __(person.answer, null, "Cluster Minutes Signature") : "";
        return `<li>${e([person.name, state, answer, person.reason].filter(Boolean).join(" · "))}</li>`;
      });
      const topics = found.topics.map((topic) => `<li>${e(topic.title)}</li>`);
      const tasks = found.tasks.map((task) => `<li>${e(task.description)} – ${e(task.name)}</li>`);
      const part = (title, lines) => (lines.length ? `<b>${title}</b><ul>${lines.join("")}</ul>` : "");
      return [
        part(__("Topics", null, "Cluster Minutes"), topics),
        `<b>${__("Chair's Conclusion", null, "Cluster Minutes")}</b>
          <p style="white-space: pre-line">${e(found.conclusion)}</p>`,
        part(__("Tasks of the School's People"), tasks),
        part(__("People of the School"), people),
      ].join("");
    }
  },
});
