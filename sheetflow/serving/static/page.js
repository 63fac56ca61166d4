// The page: takes workbooks that are dropped or chosen, runs them, shows what came out.
"use strict";

const drop = document.getElementById("drop");
const results = document.getElementById("results");
const template = document.getElementById("card");

function element(name, text, classes) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function newCard(name) {
  const card = template.content.firstElementChild.cloneNode(true);
  card.querySelector(".name").textContent = name;
  card.querySelector(".state").textContent = "Waiting for its turn …";
  card.querySelector(".state").after(element("div", undefined, "bar"));
  results.prepend(card);
  return card;
}

function show(card, run) {
  card.querySelector(".bar")?.remove();
  const errors = run.problems.filter((problem) => problem.severity === "error");
  const state = card.querySelector(".state");
  if (run.mapping) {
    card.classList.add("warn");
    state.textContent = run.mapping.kind === "names" ? "sheetflow needs to know your names." : "These rows can go into a workbook.";
    const address = `/${run.mapping.kind === "names" ? "map" : "import"}/${run.number}`;
    return showMapping(card, run.mapping, books, (answers) => sendAnswers(card, run.name, address, answers));
  }
  if (run.error) {
    card.classList.add("bad");
    state.textContent = run.error;
    return;
  }
  card.classList.add(errors.length ? "bad" : run.problems.length ? "warn" : "good");
  state.textContent = errors.length
    ? `${counted(errors.length, "thing")} to fix. Fix them in the workbook, save, and drop it again.`
    : "Done.";
  if (run.number) books.unshift({ number: run.number, name: run.files[0]?.name || run.name });
  showLines(card, run.imported || []);
  showCounts(card, run);
  showFigures(card, run.figures || []);
  showProblems(card, run.problems);
  showChecks(card, run.checked || []);
  showFiles(card, run);
  showReports(card, run);
}

// A button for each report; what is made can be downloaded below them.
function showReports(card, run) {
  const details = card.querySelector(".reports");
  const buttons = details.querySelectorAll("button");
  details.hidden = !run.files.length || !buttons.length;
  const known = new Set(run.files.map((file) => file.address));
  for (const button of buttons) {
    button.addEventListener("click", () => makeReport(details, run.number, button, known));
  }
}

async function makeReport(details, number, button, known) {
  const state = details.querySelector("[role=status]");
  state.textContent = `${button.textContent} is being made …`;
  button.disabled = true;
  const response = await fetch(`/report/${number}/${button.value}`, { method: "POST" });
  const made = await response.json();
  button.disabled = false;
  state.textContent = made.error;
  for (const file of made.files || []) {
    if (known.has(file.address)) continue;
    known.add(file.address);
    const item = element("li");
    item.append(link(file.address, file.name));
    details.querySelector("ul").append(item);
  }
}

function showCounts(card, run) {
  const counts = [
    [run.read, "orders read"], [run.applied, "orders with something done"],
    [run.held, "orders on hold"], [`${run.agreeing} of ${run.checks}`, "checks agree"],
  ];
  for (const [number, what] of counts) {
    const item = element("li");
    item.append(element("b", String(number)), element("span", what));
    card.querySelector(".counts").append(item);
  }
}

// What an import took.
function showLines(card, lines) {
  for (const line of lines) card.querySelector(".take").before(element("p", line, "soft"));
}

function showFigures(card, figures) {
  const list = card.querySelector(".figures");
  list.hidden = !figures.length;
  for (const figure of figures) {
    const item = element("div");
    item.append(element("dt", figure.label), element("dd", figure.number));
    if (figure.note) item.append(element("dd", figure.note, "note"));
    list.append(item);
  }
}

function showChecks(card, checks) {
  if (!checks.length) return;
  const details = card.querySelector(".checks");
  const wrong = checks.filter((check) => !check.agrees);
  details.hidden = false;
  details.open = wrong.length > 0;
  details.querySelector("summary").textContent = wrong.length
    ? `${wrong.length} of ${counted(checks.length, "check")} differ`
    : `All ${counted(checks.length, "check")} agree`;
  for (const check of [...wrong, ...checks.filter((each) => each.agrees)]) {
    const item = element("li", check.check, check.agrees ? "agrees" : "differs");
    item.append(element("b", check.agrees ? "agrees" : `differs by ${check.difference}`));
    details.querySelector("ul").append(item);
  }
}

function showProblems(card, problems) {
  if (!problems.length) return;
  const details = card.querySelector(".problems");
  details.hidden = false;
  details.querySelector("summary").textContent = counted(problems.length, "note");
  const rows = details.querySelector("tbody");
  for (const problem of problems) {
    const row = element("tr", undefined, problem.severity);
    const where = problem.cell ? `${problem.sheet}!${problem.cell}` : problem.sheet;
    const what = element("td", problem.problem);
    if (problem.record) what.prepend(element("b", `${problem.record}: `));
    row.append(element("td", where, "where"), what, element("td", problem.remedy));
    rows.append(row);
  }
}

function showFiles(card, run) {
  if (!run.files.length) return;
  const take = card.querySelector(".take");
  take.append(link(run.files[0].address, "Download the updated workbook", "button"));
  if (run.files.length === 1) return;
  take.append(link(run.zip, "Download everything as a zip", "button second"));
  const details = card.querySelector(".documents");
  details.hidden = false;
  details.querySelector("summary").textContent = counted(run.files.length - 1, "document");
  for (const file of run.files.slice(1)) {
    const item = element("li");
    item.append(link(file.address, file.name));
    details.querySelector("ul").append(item);
  }
  const forget = card.querySelector(".forget");
  forget.hidden = false;
  forget.addEventListener("click", async () => {
    await fetch(`/forget/${run.number}`, { method: "POST" });
    card.remove();
  });
}

function link(address, text, classes) {
  const made = element("a", text, classes);
  made.href = address;
  return made;
}

// The workbooks that were run on this page, the last first: a list can go into one of them.
const books = [];

async function sendAnswers(card, name, address, answers) {
  const next = newCard(name);
  card.replaceWith(next);
  const headers = { "Content-Type": "application/json" };
  await answer(next, fetch(address, { method: "POST", body: JSON.stringify(answers), headers }));
}

const STAGES = ["reading", "checking", "working", "writing"];

// Shows the stage that a run has reached until it has ended.
async function follow(card, job) {
  const bar = card.querySelector(".bar");
  while (bar.isConnected) {
    const { stage } = await (await fetch(`/progress/${job}`)).json();
    const at = STAGES.indexOf(stage);
    if (bar.isConnected && at >= 0) {
      card.querySelector(".state").textContent = `Running: ${stage} …`;
      bar.classList.add("at", `at-${at}`);
    }
    await new Promise((resolve) => { setTimeout(resolve, 300); });
  }
}

async function answer(card, request) {
  try {
    const response = await request;
    const run = await response.json();
    show(card, { problems: [], files: [], ...run });
  } catch {
    show(card, { problems: [], files: [], error: "sheetflow has stopped. Start it again, and open the new address." });
  }
  card.focus();
}

function take(files) {
  for (const file of files) {
    const form = new FormData();
    form.append("file", file);
    form.append("documents", document.getElementById("pdf").checked ? "pdf" : "");
    const job = `${Date.now()}-${nextId()}`;
    form.append("job", job);
    const card = newCard(file.name);
    answer(card, fetch("/run", { method: "POST", body: form }));
    follow(card, job).catch(() => undefined);
  }
}

document.getElementById("files").addEventListener("change", (event) => {
  take(event.target.files);
  event.target.value = "";
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("over"); });
}
document.addEventListener("drop", (event) => take(event.dataTransfer.files));

async function runInFolder(name) {
  const body = JSON.stringify({ name });
  const headers = { "Content-Type": "application/json" };
  await answer(newCard(name), fetch("/folder/run", { method: "POST", body, headers }));
  listFolder();
}

// A workbook that the desktop opened is run once, not again when the page is loaded again.
function runFirst() {
  const [what, name] = location.hash.slice(1).split("=");
  history.replaceState(null, "", "/");
  if (what === "run") runInFolder(decodeURIComponent(name));
}

async function listFolder() {
  const section = document.getElementById("folder");
  const workbooks = await (await fetch("/folder")).json();
  section.hidden = false;
  const rows = section.querySelector("tbody");
  rows.replaceChildren();
  for (const workbook of workbooks) {
    const row = element("tr");
    const button = element("button", "Run");
    button.type = "button";
    button.setAttribute("aria-label", `Run ${workbook.name}`);
    button.addEventListener("click", () => runInFolder(workbook.name));
    const last = element("td");
    last.append(button);
    row.append(element("td", workbook.name, "where"), element("td", workbook.changed), element("td", workbook.last), last);
    rows.append(row);
  }
}

if (document.body.dataset.folder) {
  listFolder();
  runFirst();
}
