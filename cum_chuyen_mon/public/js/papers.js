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

// A refusal is shown where the person is, not as a page of its own.
cum_chuyen_mon.open_paper = async (method, values, home = "papers") => {
  const query = new URLSearchParams(values);
  const answer = await fetch(`/api/method/cum_chuyen_mon.api.${home}.${method}?${query}`);
  if (!answer.ok) return cum_chuyen_mon.say_why_not(await answer.json().catch(() => ({})));
  const [, name] = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition")) || [];
  const href = URL.createObjectURL(await answer.blob());
  $("<a>", { href, download: name || `${method}.${values.form}` })[0].click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
};

cum_chuyen_mon.say_why_not = ({ _server_messages }) => {
  const said = JSON.parse(_server_messages || "[]").map((message) => JSON.parse(message).message);
  const message = said.join("<br>") || __("The paper could not be made. Reload the page and try again.");
  frappe.msgprint({ title: __("Official Paper"), message, indicator: "red" });
};
