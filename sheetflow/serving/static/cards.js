// A card for each workbook: what became of it, what is wrong, and what to take home.
"use strict";

const results = document.getElementById("results");
const template = document.getElementById("card");

function newCard(name) {
  const card = template.content.firstElementChild.cloneNode(true);
  card.querySelector(".name").textContent = name;
  card.dataset.name = name;
  setState(card, "waiting", t("Waiting for its turn …"));
  card.querySelector(".toggle").addEventListener("click", () => fold(card, card.classList.contains("open")));
  fold(card, false);
  markEarlier(name);
  results.prepend(card);
  document.body.classList.add("has-results");
  return card;
}

// What an earlier drop of the same workbook gave stays below, folded.
function markEarlier(name) {
  for (const card of results.querySelectorAll(".card:not(.earlier)")) {
    if (card.dataset.name !== name || card.classList.contains("waiting")) continue;
    card.classList.add("earlier");
    card.querySelector(".name").append(element("span", t("earlier"), "tag"));
    fold(card, true);
  }
}

const SIGNS = { good: "✓", warn: "!", bad: "✕", question: "?", waiting: "…" };

function setState(card, kind, text) {
  card.classList.remove(...Object.keys(SIGNS));
  card.classList.add(kind);
  card.querySelector(".sign").textContent = SIGNS[kind];
  card.querySelector(".state").textContent = text;
  showSummary();
}

// Hides or shows all but the heading of a card.
function fold(card, isFolded) {
  card.classList.toggle("open", !isFolded);
  const toggle = card.querySelector(".toggle");
  toggle.setAttribute("aria-expanded", String(!isFolded));
  toggle.textContent = isFolded ? t("Show") : t("Hide");
}

// How all workbooks of the page are, where there are several.
function showSummary() {
  const cards = [...results.querySelectorAll(".card:not(.earlier)")];
  const summary = document.getElementById("summary");
  summary.hidden = cards.length < 2;
  if (summary.hidden) return;
  const count = (...kinds) => cards.filter((card) => kinds.some((kind) => card.classList.contains(kind))).length;
  const parts = [
    [count("good", "warn"), t("done")], [count("bad"), t("to fix")],
    [count("question"), t("with questions")], [count("waiting"), t("running or waiting")],
  ];
  const texts = parts.filter(([number]) => number).map(([number, what]) => `${number} ${what}`);
  const all = tn(cards.length, "{count} workbook", "{count} workbooks");
  summary.querySelector("span").textContent = `${all}: ${texts.join(", ")}`;
  summary.querySelector("a").hidden = !cards.some((card) => card.dataset.number);
}

// Shows what became of a workbook; `send` gets the answers of a mapping screen.
function show(card, run, send) {
  card.querySelector(".bar").hidden = true;
  card.querySelector(".toggle").hidden = false;
  if (run.mapping) {
    setState(card, "question", run.mapping.kind === "names"
      ? t("sheetflow does not know the names in this workbook yet.")
      : t("The rows of this file can go into a workbook."));
    showMapping(card, run.mapping, send);
    fold(card, false);
    return;
  }
  if (run.error) {
    setState(card, "bad", run.error);
    card.querySelector(".toggle").hidden = true;
    return;
  }
  const errors = run.problems.filter((problem) => problem.severity === "error");
  const warnings = run.problems.filter((problem) => problem.severity !== "error");
  if (run.files.length) card.dataset.number = run.number;
  setState(card, errors.length ? "bad" : warnings.length ? "warn" : "good", stateOf(run, errors, warnings));
  showLines(card, run.imported || []);
  showTake(card, run, errors);
  showProblems(card.querySelector(".errors"), errors);
  showProblems(card.querySelector(".warnings"), warnings);
  showDocuments(card, run);
  showCounts(card, run);
  showFigures(card, run.figures || []);
  showChecks(card, run.checked || []);
  showReports(card, run);
  showForget(card, run);
}

function stateOf(run, errors, warnings) {
  if (errors.length) {
    const rest = run.inPlace
      ? t("Fix them in the workbook, where they are marked, and run it again.")
      : t("Fix them in your workbook, save it, and drop it here again.");
    const count = tn(errors.length, "{count} thing to fix.", "{count} things to fix.");
    return `${count} ${rest}`;
  }
  const done = run.inPlace ? t("Done. The workbook in the folder is updated.") : t("Done.");
  const more = tn(warnings.length, "{count} thing to look at.", "{count} things to look at.");
  return warnings.length ? `${done} ${more}` : done;
}

// What an import took.
function showLines(card, lines) {
  for (const line of lines) card.querySelector(".imported").append(element("li", line));
}

function showTake(card, run, errors) {
  const take = card.querySelector(".take");
  if (run.beside?.length) take.append(element("p", t("The documents are beside it, in {folder}.", { folder: run.beside.join(", ") }), "soft"));
  if (!run.files.length) {
    if (!run.inPlace) take.append(element("p", t("Nothing was written."), "soft"));
    return;
  }
  const updated = run.inPlace ? t("Download a copy") : t("Download the updated workbook");
  const text = errors.length && !run.inPlace ? t("Download the workbook with the marks") : updated;
  take.append(link(run.files[0].address, text, "button"));
  if (run.files.length > 1) take.append(link(run.zip, t("Everything as a zip"), "button second"));
}

// A table of problems, with a row for each sheet above its problems.
function showProblems(part, problems) {
  part.hidden = !problems.length;
  const isError = part.classList.contains("errors");
  part.querySelector("summary").textContent = isError
    ? tn(problems.length, "{count} thing to fix", "{count} things to fix")
    : tn(problems.length, "{count} thing to look at", "{count} things to look at");
  const table = part.querySelector("table");
  let body;
  for (const problem of problems) {
    if (body?.dataset.sheet !== problem.sheet) {
      body = element("tbody");
      body.dataset.sheet = problem.sheet;
      body.append(sheetRow(problem.sheet));
      table.append(body);
    }
    body.append(problemRow(problem));
  }
}

// What a run said, in the language of its workbook.
function inOwnLanguage(said) {
  return { ...said, ...said.own };
}

function sheetRow(sheet) {
  const row = element("tr", undefined, "sheet");
  const heading = element("th", t("Sheet {name}", { name: sheet }));
  heading.colSpan = 3;
  heading.scope = "rowgroup";
  row.append(heading);
  return row;
}

function problemRow(problem) {
  const row = element("tr");
  const where = problem.cell ? `${problem.sheet}!${problem.cell}` : problem.sheet;
  const shown = inOwnLanguage(problem);
  const what = element("td", shown.problem);
  if (problem.record) what.prepend(element("b", `${problem.record}: `));
  row.append(element("td", where, "where"), what, element("td", shown.remedy, "remedy"));
  return row;
}

const KINDS = {
  quotes: t("Quotes"), orders: t("Order confirmations"), "proforma-invoices": t("Proforma invoices"), picks: t("Pick lists"), "packing-slips": t("Packing slips"),
  labels: t("Labels"), "delivery-notes": t("Delivery notes"),
  invoices: t("Invoices"), "credit-notes": t("Credit notes"), statements: t("Statements"),
  reminders: t("Reminders"), receipts: t("Receipts"), "price-lists": t("Price lists"),
  "purchase-orders": t("Purchase orders"), "goods-in": t("Goods in"),
};

// The documents to print: one row for each kind, with its preview and its files.
function showDocuments(card, run) {
  const files = run.files.slice(1).filter((file) => !file.path.startsWith("reports/"));
  const part = card.querySelector(".documents");
  part.hidden = !files.length;
  const order = Object.keys(KINDS);
  const at = (file) => order.indexOf(file.name.replace(/\.\w+$/, ""));
  files.sort((one, other) => at(one) - at(other));
  const rows = new Map();
  for (const file of files) {
    const [, stem, ending] = file.name.match(/^(.*)\.(\w+)$/) || [0, file.name, ""];
    if (!rows.has(stem)) rows.set(stem, documentRow(part, KINDS[stem] || stem));
    addFile(rows.get(stem), file, ending, run.number);
  }
}

function documentRow(part, name) {
  const row = element("li");
  row.append(element("b", name));
  part.querySelector("ul").append(row);
  return row;
}

function addFile(row, file, ending, number) {
  const name = row.querySelector("b").textContent;
  if (ending === "pdf") {
    const button = element("button", t("Preview"), "plain");
    button.type = "button";
    button.setAttribute("aria-label", t("Preview: {name}", { name }));
    button.addEventListener("click", () => preview(name, file, number));
    row.querySelector("b").after(button);
  }
  const shown = link(file.address, ending === "pdf" ? "PDF" : ending === "xlsx" ? "Excel" : file.name);
  shown.setAttribute("aria-label", t("Download {file}", { file: file.name }));
  row.append(shown);
}

let lastPreview = 0;

// The pages of a document, above everything else; an answer that comes after the next click is not shown.
async function preview(name, file, number) {
  const dialog = document.getElementById("preview");
  const pages = dialog.querySelector(".pages");
  dialog.querySelector("h2").textContent = name;
  dialog.querySelector("a").href = file.address;
  pages.replaceChildren(element("p", t("Making the pages …"), "soft"));
  dialog.showModal();
  lastPreview += 1;
  const current = lastPreview;
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const response = await fetch(`/preview/${number}/${path}`, { method: "POST" });
  const made = await response.json();
  if (current !== lastPreview) return;
  pages.replaceChildren(...(made.pages || []).map((address, at) => pageOf(address, name, at + 1)));
  if (made.error) pages.append(element("p", t(made.error), "soft"));
}

function pageOf(address, name, number) {
  const image = element("img");
  image.src = address;
  image.alt = t("{name}, page {number}", { name, number });
  image.loading = "lazy";
  return image;
}

function showCounts(card, run) {
  const texts = [
    tn(run.read, "{count} order read", "{count} orders read"),
    tn(run.applied, "{count} order with something done", "{count} orders with something done"),
    tn(run.held, "{count} order on hold", "{count} orders on hold"),
  ];
  card.querySelector(".counts").textContent = texts.join(" · ");
}

function showFigures(card, figures) {
  card.querySelector(".overview").hidden = false;
  for (const figure of figures.map(inOwnLanguage)) {
    const item = element("div");
    item.append(element("dt", figure.label), element("dd", figure.number));
    if (figure.note) item.append(element("dd", figure.note, "note"));
    card.querySelector(".figures").append(item);
  }
}

function showChecks(card, checks) {
  const part = card.querySelector(".checks");
  const wrong = checks.filter((check) => !check.agrees);
  part.hidden = !checks.length;
  part.open = wrong.length > 0;
  part.querySelector("summary").textContent = wrong.length
    ? t("{wrong} of {all} checks differ", { wrong: wrong.length, all: checks.length })
    : t("All {all} checks agree", { all: checks.length });
  part.querySelector(".differing").append(...wrong.map(checkItem));
  const rest = part.querySelector("details");
  const right = checks.filter((check) => check.agrees);
  rest.hidden = !wrong.length;
  rest.querySelector("summary").textContent = tn(right.length, "{count} check agrees", "{count} checks agree");
  (wrong.length ? rest : part).querySelector(".agreeing").append(...right.map(checkItem));
  if (wrong.length) part.querySelector(":scope > .agreeing").remove();
}

function checkItem(check) {
  const item = element("li", inOwnLanguage(check).check, check.agrees ? "agrees" : "differs");
  const by = check.difference === null ? t("differs") : t("differs by {amount}", { amount: plain(check.difference) });
  item.append(element("b", check.agrees ? t("agrees") : by));
  return item;
}

// An amount without zeros that say nothing, as the language of the page writes it: -0.3600 is -0.36 or -0,36.
function plain(amount) {
  const point = (1.5).toLocaleString(document.documentElement.lang)[1];
  return String(amount).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "").replace(".", point);
}

// A button for each report; what is made can be downloaded below them.
function showReports(card, run) {
  const part = card.querySelector(".reports");
  const buttons = part.querySelectorAll("button");
  part.hidden = !run.files.length || !buttons.length;
  const known = new Set(run.files.map((file) => file.address));
  for (const button of buttons) {
    button.addEventListener("click", () => makeReport(part, run.number, button, known));
  }
}

async function makeReport(part, number, button, known) {
  const state = part.querySelector("[role=status]");
  state.textContent = t("{report} is being made …", { report: button.textContent });
  button.disabled = true;
  const response = await fetch(`/report/${number}/${button.value}`, { method: "POST" });
  const made = await response.json();
  button.disabled = false;
  state.textContent = t(made.error);
  for (const file of made.files || []) {
    if (known.has(file.address)) continue;
    known.add(file.address);
    const item = element("li");
    item.append(link(file.address, file.name));
    part.querySelector("ul").append(item);
  }
}

function showForget(card, run) {
  const button = card.querySelector(".forget");
  button.hidden = run.inPlace || !run.number || !run.files.length;
  button.addEventListener("click", async () => {
    await fetch(`/forget/${run.number}`, { method: "POST" });
    card.remove();
    document.body.classList.toggle("has-results", results.childElementCount > 0);
    showSummary();
  });
}
