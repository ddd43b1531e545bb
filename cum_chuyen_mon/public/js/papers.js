// Official papers of a form: the same paper as PDF and as a Word file.
frappe.provide("cum_chuyen_mon");

cum_chuyen_mon.papers = (frm, method, argument) => {
  for (const [form, label] of [
    ["pdf", __("Print as PDF")],
    ["docx", __("Open in Word")],
  ]) {
    const query = new URLSearchParams({ [argument]: frm.doc.name, form });
    const open = () => window.open(`/api/method/cum_chuyen_mon.api.papers.${method}?${query}`);
    frm.add_custom_button(label, open, __("Official Paper"));
  }
};
