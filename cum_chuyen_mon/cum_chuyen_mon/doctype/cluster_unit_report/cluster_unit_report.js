(() => {
  frappe.ui.form.on("Cluster Unit Report", {
    setup(frm) {
      frm.set_query("minutes", () => ({ filters: { session: frm.doc.session || "", docstatus: 1 } }));
    },

    refresh(frm) {
      cum_chuyen_mon.keep_for_authority(frm, ["received_on", "return_reason"]);
      if (!frm.is_new()) cum_chuyen_mon.papers(frm, { of_report: __("Report Paper") }, { report: frm.doc.name });
      if (frm.is_new() || !cum_chuyen_mon.may(frm, "w")) return;
      const decides = frm.doc.__onload?.decides;
      if (decides && frm.doc.status === "Sent") {
        frm.add_custom_button(__("Received", null, "Cluster Unit Report"), () => put(frm, { status: "Received" }));
        frm.change_custom_button_type(__("Received", null, "Cluster Unit Report"), null, "primary");
      }
      if (decides && ["Sent", "Received"].includes(frm.doc.status)) {
        frm.add_custom_button(__("Return", null, "Cluster Unit Report"), () => give_back(frm));
      }
      if (!decides && ["Draft", "Returned"].includes(frm.doc.status)) {
        frm.add_custom_button(__("Send to the Authority"), () => put(frm, { status: "Sent" }));
        frm.change_custom_button_type(__("Send to the Authority"), null, "primary");
      }
    },
  });

  async function put(frm, values) {
    await frm.set_value(values);
    await frm.save();
  }

  function give_back(frm) {
    frappe.prompt(
      {
        fieldtype: "Small Text",
        fieldname: "return_reason",
        label: __("Return Reason", null, "Cluster Unit Report"),
        description: __("The unit reads it, and it is kept with the version that you return."),
        reqd: 1,
      },
      ({ return_reason }) => put(frm, { status: "Returned", return_reason }),
      __("Return", null, "Cluster Unit Report"),
      __("Return", null, "Cluster Unit Report"),
    );
  }
})();
