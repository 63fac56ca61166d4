// The mapping screen: our names on the left, the owner's on the right, what is still missing.
"use strict";

const NONE = "";

// Shows the screen on a card; `send` gets the answers: an array of {sheet, column, here}.
function showMapping(card, screen, books, send) {
  const form = card.querySelector(".mapping");
  form.hidden = false;
  form.append(...heading(screen));
  const into = screen.kind === "list" ? intoChoice(books) : undefined;
  if (into) form.append(into);
  for (const sheet of screen.sheets) form.append(sheetPart(sheet, screen));
  const locale = screen.unclear ? localeChoice(screen.unclear) : undefined;
  if (locale) form.append(locale);
  if (screen.unused.length) form.append(element("p", `Not used: ${screen.unused.join(", ")}`, "soft"));
  const missing = element("p", undefined, "missing");
  missing.setAttribute("role", "status");
  const button = element("button", screen.kind === "list" ? "Take the rows and run" : "Keep these names and run");
  button.type = "submit";
  form.append(missing, button);
  form.addEventListener("change", () => showMissing(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = showMissing(form);
    if (first) return first.focus();
    send({ answers: answersOf(form), locale: locale?.querySelector("select").value || "", into: into?.querySelector("select").value || "" });
  });
  showMissing(form);
}

function heading(screen) {
  if (screen.kind === "names") {
    return [
      element("h3", "Which of your names are which?"),
      element("p", "Your workbook has names of its own. They stay as they are; the sheet Mapping remembers what they mean.", "soft"),
    ];
  }
  const known = `This is a file of the kind ${screen.profile}, with ${counted(screen.rows, "row")}.`;
  const unknown = `A list with ${counted(screen.rows, "row")}. The sheet Imports remembers your answer, so that the next one goes in by itself.`;
  return [
    element("h3", screen.sheets.length ? "What is in which column?" : "Take the rows of this file"),
    element("p", screen.sheets.length ? unknown : known, "soft"),
  ];
}

function labelled(text, control) {
  const label = element("label", text, "field");
  label.append(control);
  return label;
}

function option(value, text) {
  const made = element("option", text);
  made.value = value;
  return made;
}

function intoChoice(books) {
  const select = element("select");
  select.append(option(NONE, "a new workbook"));
  for (const book of books) select.append(option(book.number, `${book.name}, from this page`));
  return labelled("Put the rows into ", select);
}

function localeChoice(unclear) {
  const select = element("select");
  select.append(option(NONE, "Choose"));
  const locales = { en_US: "as in the United States: 12/31/2026, 1,234.50", en_GB: "as in Britain: 31/12/2026, 1,234.50", de_DE: "as in Germany: 31.12.2026, 1.234,50", fr_FR: "as in France: 31/12/2026, 1 234,50", es_ES: "as in Spain: 31/12/2026, 1.234,50", it_IT: "as in Italy: 31/12/2026, 1.234,50", nl_NL: "as in the Netherlands: 31-12-2026, 1.234,50", pt_PT: "as in Portugal: 31/12/2026, 1 234,50" };
  for (const [locale, text] of Object.entries(locales)) select.append(option(locale, text));
  select.required = true;
  const label = labelled(`${unclear} can be read in several ways. Dates and numbers are written `, select);
  select.dataset.required = "How dates and numbers are written";
  return label;
}

function sheetPart(sheet, screen) {
  const part = element("fieldset");
  part.dataset.sheet = sheet.sheet;
  const legend = element("legend", sheet.sheet);
  part.append(legend, element("p", sheet.about, "soft"));
  const own = screen.kind === "list" ? undefined : ownSheetChoice(sheet, screen);
  if (own) part.append(labelled("Your sheet ", own));
  const shown = element("div", undefined, "names");
  const more = element("details");
  more.append(element("summary", `More columns of ${sheet.sheet}`), element("div", undefined, "names"));
  part.append(shown, more);
  const fill = () => fillColumns(sheet, screen, own?.value, shown, more);
  own?.addEventListener("change", fill);
  fill();
  return part;
}

function ownSheetChoice(sheet, screen) {
  const select = element("select", undefined, "own-sheet");
  select.append(option(NONE, "not in this workbook"));
  for (const own of screen.own) select.append(option(own.sheet, own.sheet));
  select.value = sheet.here;
  if (sheet.required) select.dataset.required = `the sheet ${sheet.sheet}`;
  return select;
}

// The rows of a sheet: what was found or is needed, and below it the rest.
function fillColumns(sheet, screen, ownName, shown, more) {
  const rest = more.querySelector(".names");
  shown.replaceChildren();
  rest.replaceChildren();
  const own = ownName === undefined ? screen.own[0] : screen.own.find((each) => each.sheet === ownName);
  more.hidden = !own;
  if (!own) return;
  const isProposed = ownName === undefined || ownName === sheet.here;
  for (const column of sheet.columns) {
    const row = columnRow(sheet, isProposed ? column : { ...column, here: NONE, use: "", why: "" }, own);
    (column.required || (isProposed && column.here) ? shown : rest).append(row);
  }
  more.hidden = !rest.children.length;
}

function columnRow(sheet, column, own) {
  const row = element("div", undefined, "name-row");
  const ours = element("div", undefined, "ours");
  const label = element("label");
  const select = element("select");
  select.id = `name-${nextId()}`;
  label.htmlFor = select.id;
  label.append(element("b", column.column));
  if (column.required) label.append(element("span", "needed", "tag"));
  ours.append(label, element("p", column.help, "soft"));
  select.dataset.column = column.column;
  if (column.required) select.dataset.required = `${sheet.sheet}, ${column.column}`;
  select.append(option(NONE, "not in this file"));
  for (const each of own.columns) select.append(option(each.header, each.header));
  select.value = column.use === "No" ? NONE : column.here;
  const samples = element("p", undefined, "samples");
  const showSamples = () => { samples.textContent = samplesOf(own, select.value); };
  select.addEventListener("change", showSamples);
  showSamples();
  const theirs = element("div", undefined, "theirs");
  theirs.append(select, samples);
  if (column.why) theirs.append(reason(column));
  row.append(ours, theirs);
  return row;
}

function reason(column) {
  const text = element("p", undefined, "why");
  if (column.use === "?") text.append(element("span", "please check", "tag check"));
  text.append(column.why);
  return text;
}

function samplesOf(own, header) {
  const column = own.columns.find((each) => each.header === header);
  if (!column) return "";
  return column.samples.length ? `${column.samples.join(" · ")}` : "no values yet";
}

let lastId = 0;
function nextId() {
  lastId += 1;
  return lastId;
}

// Says what is still missing; returns the first control that lacks an answer.
function showMissing(form) {
  const open = [...form.querySelectorAll("[data-required]")].filter((each) => !each.value);
  for (const each of form.querySelectorAll("[data-required]")) each.classList.toggle("lacks", !each.value);
  form.querySelector(".missing").textContent = open.length ? `Still missing: ${open.map((each) => each.dataset.required).join("; ")}` : "";
  return open[0];
}

function answersOf(form) {
  const answers = [];
  for (const part of form.querySelectorAll("fieldset")) {
    const sheet = part.dataset.sheet;
    const own = part.querySelector(".own-sheet");
    if (own) answers.push({ sheet, column: "", here: own.value });
    for (const select of part.querySelectorAll("[data-column]")) {
      answers.push({ sheet, column: select.dataset.column, here: select.value });
    }
  }
  return answers;
}
