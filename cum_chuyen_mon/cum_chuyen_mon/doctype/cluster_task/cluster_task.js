(() => {
  frappe.ui.form.on("Cluster Task", {
    refresh(frm) {
      if (frm.is_new() || !cum_chuyen_mon.may(frm, "w")) return;
      if (frm.doc.state === "Open") {
        frm.add_custom_button(__("Mark as Done"), () => change(frm, "done"));
        frm.change_custom_button_type(__("Mark as Done"), null, "primary");
      } else if (frm.doc.state === "Done") {
        frm.add_custom_button(__("Open Again"), () => change(frm, "reopen"));
      }
    },
  });

  async function change(frm, verb) {
    if (frm.is_dirty()) await frm.save();
    await frappe.xcall(`cum_chuyen_mon.api.tasks.${verb}`, { task: frm.doc.name });
    frm.reload_doc();
  }
})();
