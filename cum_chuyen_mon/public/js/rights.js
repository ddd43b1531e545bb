// A form offers what the person may do to this very document, by the server's answer; roles alone promise too much.
// Every DocType of the app loads this file; it sets itself up once.
frappe.provide("cum_chuyen_mon");

if (!cum_chuyen_mon.may) {
  const MODULE = "Cum Chuyen Mon";
  const DELETE = "Delete"; // the label of Frappe's own menu item
  const RIGHTS = { w: "write", d: "delete", x: "cancel", a: "amend" };
  const answers = {}; // Frappe sends no fresh answer after cancelling; the last one holds until the form is loaded anew

  // The letters of the permission table for a stored document; undefined where the server gave none.
  const letters_of = (doc) => {
    const key = `${doc.doctype}/${doc.name}`;
    if (doc.__onload?.may !== undefined) answers[key] = doc.__onload.may;
    return answers[key];
  };

  cum_chuyen_mon.may = (frm, letter) => {
    if (frm.is_new()) return frappe.model.can_create(frm.doctype);
    const letters = letters_of(frm.doc);
    return letters === undefined ? Boolean(frm.perm[0]?.[RIGHTS[letter]]) : letters.includes(letter);
  };

  // What the authority writes when it decides is nobody else's to fill in; while empty it is not shown to the others.
  cum_chuyen_mon.keep_for_authority = (frm, fields) => {
    for (const field of fields) frm.set_df_property(field, "read_only", frm.doc.__onload?.decides ? 0 : 1);
  };

  // The desk takes a document's rights from its docinfo: fields, grids, Save, Cancel and Amend follow.
  const tell = (frm) => {
    const letters = frm.is_new() ? undefined : letters_of(frm.doc);
    const permissions = letters === undefined ? null : frm.get_docinfo()?.permissions;
    if (!permissions) return;
    for (const [letter, right] of Object.entries(RIGHTS)) {
      if (!letters.includes(letter)) permissions[right] = 0;
    }
    if (!permissions.write) permissions.submit = 0;
    if (!frappe.model.can_create(frm.doctype)) permissions.create = 0;
  };

  // Whoever may only read sees choices as texts, which the desk translates without the DocType they belong to.
  // The rows of a table are shown so to everybody.
  const translate_choices = (doctype) => {
    for (const df of Object.values(frappe.meta.docfield_map[doctype])) {
      if (df.fieldtype === "Select") df.formatter ??= (value) => (value ? __(value, null, doctype) : "");
      if (df.fieldtype === "Table") translate_choices(df.options);
    }
  };

  $(document).on("form-load", (_event, frm) => {
    if (frm.meta.module !== MODULE) return;
    if (!frm.asks_for_rights) {
      const fetch_permissions = frm.fetch_permissions;
      frm.fetch_permissions = function () {
        tell(frm);
        fetch_permissions.call(frm);
      };
      frm.asks_for_rights = true;
      translate_choices(frm.doctype);
    }
    frm.fetch_permissions();
  });

  // What the desk offers by DocType, it does not ask again for the document.
  $(document).on("form-refresh", (_event, frm) => {
    if (frm.meta.module !== MODULE || frm.is_new()) return;
    const $sidebar = $(frm.sidebar?.sidebar);
    if (!cum_chuyen_mon.may(frm, "w")) {
      $sidebar.find(".form-sidebar-items .icon-btn, .attachment-row .remove-btn").hide();
    }
    if (!frappe.model.can_share(null, frm)) $sidebar.find(".form-shared").hide();
    if (!cum_chuyen_mon.may(frm, "d")) {
      const item = `[data-label="${encodeURIComponent(__(DELETE))}"]`;
      frm.page.menu.find(item).closest("li").remove();
    }
  });
}
