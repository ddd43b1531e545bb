// A person's rights to his data, and the way to reach him: who may what, the server says.
(() => {
  const API = "cum_chuyen_mon.api.personal";

  frappe.ui.form.on("Member School Staff", {
    setup(frm) {
      // rolls and confirmations are made where they belong, not from the connections' plus signs
      const never = () => false;
      frm.can_make_methods = { "Cluster Session Attendance": never, "Cluster Minutes Signature": never };
    },

    refresh(frm) {
      if (frm.is_new() || frm.doc.erased_on) return;
      const { is_me, may_erase } = frm.doc.__onload || {};
      const mine = __("Personal Data");
      frm.add_custom_button(__("Certificate of Attendance"), () => certificate(frm));
      frm.add_custom_button(__("Contact Data"), () => contact(frm));
      if (is_me) frm.add_custom_button(__("Photo Consent"), photo_consent, mine);
      if (is_me || may_erase) frm.add_custom_button(__("Download Personal Data"), () => download(frm), mine);
      if (may_erase) frm.add_custom_button(__("Erase Personal Data"), () => erase(frm), mine);
    },
  });

  function certificate(frm) {
    const unit_types = ["School Cluster", "Inter-School Group", "Subject Group"];
    frappe.prompt(
      [
        { fieldname: "school_year", fieldtype: "Link", options: "Cluster School Year", label: __("School Year"), reqd: 1 },
        {
          fieldname: "unit_type",
          fieldtype: "Select",
          options: unit_types.map((value) => ({ value, label: __(value) })),
          default: unit_types[0],
          label: __("Unit Type"),
          reqd: 1,
        },
        { fieldname: "unit", fieldtype: "Dynamic Link", options: "unit_type", label: __("Unit", null, "Cluster Session"), reqd: 1 },
      ],
      ({ school_year, unit }) =>
        cum_chuyen_mon.open_paper("certificate", { staff: frm.doc.name, unit, school_year, form: "pdf" }),
      __("Certificate of Attendance"),
      __("Print as PDF"),
    );
  }

  function contact(frm) {
    if (!frm.doc.__onload?.asks_for_reason) return show_contact(frm, "");
    frappe.prompt(
      {
        fieldname: "reason",
        fieldtype: "Small Text",
        label: __("Reason", null, "Member School Staff"),
        reqd: 1,
        description: __("The person works at another school. Your name and reason are kept with the time."),
      },
      ({ reason }) => show_contact(frm, reason),
      __("Contact Data"),
      __("Show Contact Data")
    );
  }

  async function show_contact(frm, reason) {
    const { full_name, email, phone } = await frappe.xcall(`${API}.contact`, { staff: frm.doc.name, reason });
    const line = (label, value, scheme) => {
      const text = frappe.utils.escape_html(value);
      const shown = value ? `<a href="${scheme}:${text}">${text}</a>` : __("None entered");
      return `<p><span class="text-muted">${label}</span><br>${shown}</p>`;
    };
    frappe.msgprint({
      title: frappe.utils.escape_html(full_name),
      message: line(__("Phone", null, "Member School Staff"), phone, "tel") + line(__("Email", null, "Member School Staff"), email, "mailto"),
    });
  }

  function download(frm) {
    open_url_post(`/api/method/${API}.export_person`, { staff: frm.doc.name });
  }

  function erase(frm) {
    frappe.prompt(
      {
        fieldname: "reason",
        fieldtype: "Small Text",
        label: __("Reason", null, "Member School Staff"),
        reqd: 1,
        description: __("For example number and date of the person's request. This cannot be undone."),
      },
      async ({ reason }) => {
        const outcome = await frappe.xcall(`${API}.erase_person`, { staff: frm.doc.name, reason });
        await frm.reload_doc();
        show_outcome(outcome);
      },
      __("Erase Personal Data"),
      __("Erase Personal Data")
    );
  }

  function show_outcome({ erased, kept, login, by_hand }) {
    const list = (title, lines) =>
      lines.length
        ? `<p><b>${title}</b></p><ul>${lines
            .map((text) => `<li>${frappe.utils.escape_html(text)}</li>`)
            .join("")}</ul>`
        : "";
    frappe.msgprint({
      title: __("Erasure of Personal Data"),
      message:
        list(__("What was erased"), erased) +
        list(
          __("What is kept, and why"),
          kept.map(({ what, rows, why }) => `${what} (${rows}): ${why}`)
        ) +
        list(__("The login"), [login]) +
        list(__("To be done by hand"), by_hand),
    });
  }

  async function photo_consent() {
    const { version, text, purposes } = await frappe.xcall(`${API}.photo_consent`);
    const said = frappe.utils.escape_html(text).replace(/\n/g, "<br>");
    const dialog = new frappe.ui.Dialog({
      title: __("Photo Consent"),
      fields: [
        { fieldtype: "HTML", options: `<p>${said}</p><p class="text-muted">${__("Version {0}", [version])}</p>` },
        ...purposes.map(({ scope, label, given_on, given_version }) => ({
          fieldname: frappe.scrub(scope),
          fieldtype: "Check",
          label,
          default: given_on ? 1 : 0,
          description: given_on
            ? __("Given on {0}, version {1}", [frappe.datetime.str_to_user(given_on), given_version])
            : "",
        })),
      ],
      primary_action_label: __("Save Consent"),
      async primary_action(values) {
        for (const { scope, given_on } of purposes) {
          if (values[frappe.scrub(scope)] && !given_on) await frappe.xcall(`${API}.give_photo_consent`, { version, scope });
          if (!values[frappe.scrub(scope)] && given_on) await frappe.xcall(`${API}.withdraw_photo_consent`, { scope });
        }
        dialog.hide();
        frappe.show_alert({ message: __("Consent saved"), indicator: "green" });
      },
    });
    dialog.show();
  }
})();
