// What every form of the app leaves out, and how its buttons come to a phone.
// Every DocType of the app loads this file; it sets itself up once.
frappe.provide("cum_chuyen_mon");

if (!cum_chuyen_mon.form_shape) {
  cum_chuyen_mon.form_shape = true;
  const MODULE = "Cum Chuyen Mon";

  // A link shows its document's title: the column that repeats it for lists and reports is not shown beside it.
  const is_repeated = (df, fields) => {
    const base = /^(.+)_(name|title)$/.exec(df.fieldname)?.[1];
    return df.read_only && ["Link", "Dynamic Link"].includes(fields[base]?.fieldtype) && !fields[base].hidden;
  };

  const leave_out = (frm) => {
    const fields = frappe.meta.docfield_map[frm.doctype];
    for (const df of Object.values(fields)) {
      if (is_repeated(df, fields)) frm.toggle_display(df.fieldname, false);
    }
  };

  // Everybody of a place has its clock: the zone's name, which the desk adds to every moment, tells nobody anything.
  const name_no_zone = (frm) => {
    for (const { fieldname, fieldtype, description } of frm.meta.fields) {
      const control = fieldtype === "Datetime" && frm.fields_dict[fieldname];
      if (!control) continue;
      Object.assign(control.df, { hide_timezone: 1, description: description || "" });
      control.set_description();
    }
  };

  // The desk hides a form's buttons in a menu on a phone; those that stand by themselves stay in sight.
  const keep_in_sight = (frm) => {
    const { add_custom_button, change_custom_button_type } = frm;
    const buttons = () => (is_shown(frm.$steps) ? frm.$steps.find("button") : $());
    frm.add_custom_button = function (label, action, group) {
      if (!group && frappe.is_mobile() && buttons().filter((_i, b) => b.innerText === label).length === 0) {
        $('<button type="button" class="btn btn-block btn-default" style="min-height: 44px">')
          .text(label)
          .on("click", action)
          .appendTo(place(frm));
      }
      return add_custom_button.call(this, label, action, group);
    };
    frm.change_custom_button_type = function (label, group, type) {
      buttons()
        .filter((_i, b) => b.innerText === label)
        .removeClass("btn-default")
        .addClass(`btn-${type}`)
        .prependTo(frm.$steps);
      return change_custom_button_type.call(this, label, group, type);
    };
  };

  // A refresh takes the section away.
  const is_shown = ($section) => Boolean($section?.closest("body").length);

  const place = (frm) => {
    if (is_shown(frm.$steps)) return frm.$steps;
    frm.$steps = frm.dashboard.add_section("", __("Next Steps"));
    const $section = frm.$steps.closest(".form-dashboard-section");
    $section.prependTo($section.parent());
    frm.dashboard.show();
    return frm.$steps;
  };

  $(document).on("form-load", (_event, frm) => {
    if (frm.meta.module !== MODULE || frm.is_shaped) return;
    frm.is_shaped = true;
    keep_in_sight(frm);
    frm.page.wrapper.find(".actions-btn-group-label").removeClass("hidden-xs"); // the Workflow's steps
  });

  $(document).on("form-refresh", (_event, frm) => {
    if (frm.meta.module !== MODULE) return;
    leave_out(frm);
    name_no_zone(frm);
  });
}
