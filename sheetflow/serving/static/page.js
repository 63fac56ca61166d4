// The page: takes workbooks that are dropped or chosen, and runs them one after another.
"use strict";

const drop = document.getElementById("drop");
const AT_ONCE = 3;
const LARGEST = 100_000_000;
const STOPPED = t("sheetflow has stopped. Start it again, and open the new address.");

// The workbooks that were run on this page, the last first: a list can go into one of them.
const books = [];

const waiting = [];
let running = 0;

// Starts a job when fewer than AT_ONCE others run: a browser sends only a few requests at once.
function enqueue(job) {
  waiting.push(job);
  startNext();
}

async function startNext() {
  if (running >= AT_ONCE || !waiting.length) return;
  running += 1;
  await waiting.shift()();
  running -= 1;
  startNext();
}

// The options of a run that are chosen on the page.
function options() {
  const value = (id) => document.getElementById(id)?.value || "";
  return {
    documents: value("documents"), as_of: value("as-of"),
    strict: document.getElementById("strict").checked ? "yes" : "no",
  };
}

function sent(body) {
  return { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

const STAGES = { reading: t("Reading …"), checking: t("Checking …"), working: t("Working …"), writing: t("Writing …") };

// Shows the stage that a run has reached until it has ended.
async function follow(card, job) {
  const bar = card.querySelector(".bar");
  while (!bar.hidden && card.isConnected) {
    const { stage } = await (await fetch(`/progress/${job}`)).json();
    const at = Object.keys(STAGES).indexOf(stage);
    if (!bar.hidden && at >= 0) {
      card.querySelector(".state").textContent = STAGES[stage];
      bar.classList.add("at", `at-${at}`);
    }
    await new Promise((resolve) => { setTimeout(resolve, 300); });
  }
}

// Shows what a request is answered; `addresses` are where the answers of a mapping screen go.
async function answer(card, request, addresses) {
  card.querySelector(".bar").hidden = false;
  const run = { problems: [], files: [], ...await answered(request) };
  show(card, run, (given) => sendAnswers(card, run, addresses(run), given));
  if (run.number && run.files.length) books.unshift({ number: run.number, name: run.files[0].name });
  if (!card.classList.contains("many")) card.focus();
  return run;
}

// What a request is answered; where that is a text, it says what is wrong.
async function answered(request) {
  let response;
  let text;
  try {
    response = await request;
    text = await response.text();
  } catch {
    return { error: STOPPED };
  }
  try {
    const made = JSON.parse(text);
    return made.error ? { ...made, error: t(made.error) } : made;
  } catch {
    return { error: t(text) || `${response.status} ${response.statusText}` };
  }
}

// Sends the answers of a mapping screen; where they are refused, the screen comes back as it was left.
async function sendAnswers(card, run, address, given) {
  const after = card.nextElementSibling;
  card.remove();
  const next = newCard(run.name);
  results.insertBefore(next, after);
  setState(next, "waiting", t("Running …"));
  const request = fetch(address, sent({ ...given, ...options(), name: run.name }));
  const made = await answer(next, request, () => address);
  if (!made.error || made.mapping) return;
  next.replaceWith(card);
  setState(card, "bad", made.error);
  card.focus();
}

function ofDropped(run) {
  return `/${run.mapping.kind === "names" ? "map" : "import"}/${run.number}`;
}

function take(files) {
  const isMany = files.length > 3;
  for (const file of files) {
    const card = newCard(file.name);
    card.classList.toggle("many", isMany);
    fold(card, isMany);
    if (file.size > LARGEST) {
      show(card, { problems: [], files: [], error: t("The file is larger than {size} MB; run it with sheetflow run.", { size: LARGEST / 1_000_000 }) });
      continue;
    }
    enqueue(() => send(card, file));
  }
  results.firstElementChild?.scrollIntoView({ block: "nearest" });
}

async function send(card, file) {
  const form = new FormData();
  const job = `${Date.now()}-${nextId()}`;
  form.append("file", file);
  form.append("job", job);
  for (const [name, value] of Object.entries(options())) form.append(name, value);
  setState(card, "waiting", t("Running …"));
  const done = answer(card, fetch("/run", { method: "POST", body: form }), ofDropped);
  follow(card, job).catch(() => undefined);
  await done;
}

document.getElementById("files").addEventListener("change", (event) => {
  take([...event.target.files]);
  event.target.value = "";
});

// A drag that enters a part of the page leaves the one around it: only the last one that leaves ends it.
let inside = 0;
document.addEventListener("dragenter", (event) => {
  event.preventDefault();
  inside += 1;
  drop.classList.add("over");
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("dragleave", () => {
  inside -= 1;
  if (inside <= 0) drop.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  inside = 0;
  drop.classList.remove("over");
  take([...event.dataTransfer.files]);
});

document.querySelector("#preview .close").addEventListener("click", () => document.getElementById("preview").close());

function runInFolder(name) {
  const card = newCard(name);
  setState(card, "waiting", t("Running …"));
  enqueue(async () => {
    await answer(card, fetch("/folder/run", sent({ name, ...options() })), () => "/folder/map");
    await listFolder();
  });
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
  section.querySelector(".empty").hidden = workbooks.length > 0;
  section.querySelector("table").hidden = !workbooks.length;
  section.querySelector("tbody").replaceChildren(...workbooks.map(folderRow));
}

function folderRow(workbook) {
  const row = element("tr");
  const button = element("button", t("Run"), "second");
  button.type = "button";
  button.setAttribute("aria-label", t("Run {name}", { name: workbook.name }));
  button.addEventListener("click", () => runInFolder(workbook.name));
  const last = element("td", undefined, "act");
  last.append(button);
  const ran = workbook.run ? t("run {run}, {day}", workbook) : t("never run");
  row.append(element("td", workbook.name, "where"), element("td", workbook.changed), element("td", ran), last);
  return row;
}

document.querySelector("#folder .again").addEventListener("click", listFolder);
if (document.body.dataset.folder) {
  listFolder();
  runFirst();
}
