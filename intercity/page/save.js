// The buttons that save what the page carries: the report, the scenario, the first table.
"use strict";

function save(name, text, kind) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

// What begins like a formula and is none, as in report/table_files.py.
const NUMBER = /^[+-]?[0-9][0-9,]*(\.[0-9]+)?([eE][+-]?[0-9]+)?(\/[0-9]+)?$/;

// A cell as it is read by spreadsheets: quoted, and never the start of a formula.
function cell(text) {
  const plain = /^[=+@\t\r-]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

function csv(table) {
  const lines = [...table.rows].map((row) =>
    [...row.cells].map((one) => cell(one.textContent.trim())).join(","));
  return "\uFEFF" + lines.join("\r\n") + "\r\n"; // the mark by which spreadsheets know UTF-8
}

document.getElementById("json").addEventListener("click", async () => {
  const { written } = await unpack();
  save("report.json", written, "application/json");
});
document.getElementById("toml").addEventListener("click", async () => {
  const { data } = await unpack();
  save("scenario.toml", data.scenario, "application/toml");
});
document.getElementById("changed")?.addEventListener("click", async () => {
  const { data } = await unpack();
  save("changed.toml", data.package.scenario, "application/toml");
});
document.getElementById("csv")?.addEventListener("click", () => {
  save("who-gets-what.csv", csv(document.getElementById("payoffs")), "text/csv");
});
