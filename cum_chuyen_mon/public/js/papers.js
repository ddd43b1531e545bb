// Official papers of a form: each as PDF and as a Word file.
frappe.provide("cum_chuyen_mon");

// ``papers``: endpoint of api.papers → what the paper is called; ``values`` are what the endpoint asks for.
cum_chuyen_mon.papers = (frm, papers, values) => {
  for (const [method, title] of Object.entries(papers)) {
    for (const [form, kind] of [
      ["pdf", "PDF"],
      ["docx", "Word"],
    ]) {
      const label = `${title} (${kind})`;
      frm.add_custom_button(label, () => cum_chuyen_mon.open_paper(method, { ...values, form }), __("Official Paper"));
    }
  }
};

cum_chuyen_mon.open_paper = (method, values) =>
  window.open(`/api/method/cum_chuyen_mon.api.papers.${method}?${new URLSearchParams(values)}`);
