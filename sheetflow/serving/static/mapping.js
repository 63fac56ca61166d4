// The mapping screen: our names on the left, the owner's on the right, what is still missing.
"use strict";

const NONE = "";

// Shows the screen on a card; `send` gets {answers: [{sheet, column, here}, …], locale, into}.
function showMapping(card, screen, send) {
  const form = card.querySelector(".mapping");
  form.hidden = false;
  form.append(...heading(screen));
  const into = screen.kind === "list" ? intoChoice() : undefined;
  if (into) form.append(into);
  for (const sheet of screen.sheets) form.append(sheetPart(sheet, screen));
  const locale = screen.unclear ? localeChoice(screen.unclear) : undefined;
  if (locale) form.append(locale);
  if (screen.unused.length) form.append(element("p", t("Not used: {names}", { names: screen.unused.join(", ") }), "soft"));
  form.append(finish(screen));
  const chosen = (field) => field?.querySelector("select").value || "";
  form.addEventListener("change", () => showMissing(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = showMissing(form);
    if (first) return first.focus();
    send({ answers: answersOf(form), locale: chosen(locale), into: chosen(into) });
  });
  showMissing(form);
}

// What is still missing, and the button, always in sight.
function finish(screen) {
  const bar = element("div", undefined, "finish");
  const missing = element("p", undefined, "missing");
  missing.setAttribute("role", "status");
  const button = element("button", screen.kind === "list" ? t("Take the rows and run") : t("Keep these names and run"));
  button.type = "submit";
  bar.append(missing, button);
  return bar;
}

function heading(screen) {
  if (screen.kind === "names") {
    return [
      element("h3", t("Which of your names are which?")),
      element("p", t("Nothing of yours is renamed. The sheet Mapping of your workbook keeps your answer, so you are asked once."), "soft"),
    ];
  }
  const rows = tn(screen.rows, "{count} row", "{count} rows");
  const known = t("This is a file of the kind {kind}, with {rows}.", { kind: screen.profile, rows });
  const unknown = t("A list with {rows}. The sheet Imports keeps your answer, so that the next one goes in by itself.", { rows });
  return [
    element("h3", screen.sheets.length ? t("What is in which column?") : t("Take the rows of this file")),
    element("p", screen.sheets.length ? unknown : known, "soft"),
  ];
}

function labelled(text, control) {
  const label = element("label", undefined, "field");
  label.append(element("span", text), control);
  return label;
}

function option(value, text) {
  const made = element("option", text);
  made.value = value;
  return made;
}

function intoChoice() {
  const select = element("select");
  select.append(option(NONE, t("a new workbook")));
  for (const book of books) select.append(option(book.number, t("{name}, from this page", { name: book.name })));
  return labelled(t("Put the rows into"), select);
}

const LOCALES = {
  en_US: t("as in the United States: {example}", { example: "12/31/2026, 1,234.50" }),
  en_GB: t("as in Britain: {example}", { example: "31/12/2026, 1,234.50" }),
  de_DE: t("as in Germany: {example}", { example: "31.12.2026, 1.234,50" }),
  fr_FR: t("as in France: {example}", { example: "31/12/2026, 1 234,50" }),
  es_ES: t("as in Spain: {example}", { example: "31/12/2026, 1.234,50" }),
  it_IT: t("as in Italy: {example}", { example: "31/12/2026, 1.234,50" }),
  nl_NL: t("as in the Netherlands: {example}", { example: "31-12-2026, 1.234,50" }),
  pt_PT: t("as in Portugal: {example}", { example: "31/12/2026, 1 234,50" }),
};

function localeChoice(unclear) {
  const select = element("select", undefined, "locale");
  select.append(option(NONE, t("Choose")));
  for (const [locale, text] of Object.entries(LOCALES)) select.append(option(locale, text));
  select.dataset.required = t("how dates and numbers are written");
  return labelled(t("{text} can be read in several ways. How are dates and numbers written?", { text: unclear }), select);
}

function sheetPart(sheet, screen) {
  const part = element("fieldset");
  part.dataset.sheet = sheet.sheet;
  part.append(element("legend", sheet.sheet), element("p", sheet.about, "soft"));
  const own = screen.kind === "list" ? undefined : ownSheetChoice(sheet, screen);
  if (own) part.append(labelled(t("Your sheet"), own));
  const shown = element("div", undefined, "names");
  const more = element("details");
  more.append(element("summary", t("More columns of {sheet}", { sheet: sheet.sheet })), element("div", undefined, "names"));
  part.append(shown, more);
  const fill = () => fillColumns(sheet, screen, own?.value, shown, more);
  own?.addEventListener("change", fill);
  fill();
  return part;
}

function ownSheetChoice(sheet, screen) {
  const select = element("select", undefined, "own-sheet");
  select.append(option(NONE, t("not in this workbook")));
  for (const each of screen.own) select.append(option(each.sheet, each.sheet));
  select.value = sheet.here;
  if (sheet.required) select.dataset.required = t("the sheet {sheet}", { sheet: sheet.sheet });
  return select;
}

// The rows of a sheet: what was found or is needed, and below it the rest.
function fillColumns(sheet, screen, ownName, shown, more) {
  const rest = more.querySelector(".names");
  shown.replaceChildren();
  rest.replaceChildren();
  const theirs = ownName === undefined ? screen.own[0] : screen.own.find((each) => each.sheet === ownName);
  more.hidden = !theirs;
  if (!theirs) return;
  const isProposed = ownName === undefined || ownName === sheet.here;
  for (const column of sheet.columns) {
    const row = columnRow(sheet, isProposed ? column : { ...column, here: NONE, use: "", why: "" }, theirs);
    (column.required || (isProposed && column.here) ? shown : rest).append(row);
  }
  more.hidden = !rest.children.length;
}

function columnRow(sheet, column, theirs) {
  const row = element("div", undefined, "name-row");
  const select = columnChoice(sheet, column, theirs);
  const samples = element("p", undefined, "samples");
  const showSamples = () => { samples.textContent = samplesOf(theirs, select.value); };
  select.addEventListener("change", showSamples);
  showSamples();
  const chosen = element("div", undefined, "theirs");
  chosen.append(select, samples);
  row.append(ours(column, select.id), chosen, reason(column));
  return row;
}

// One of our columns, and what it means.
function ours(column, id) {
  const part = element("div", undefined, "ours");
  const label = element("label");
  label.htmlFor = id;
  label.append(element("b", column.column));
  if (column.required) label.append(element("span", t("needed"), "tag"));
  part.append(label, element("p", column.help, "soft"));
  return part;
}

function columnChoice(sheet, column, theirs) {
  const select = element("select");
  select.id = `name-${nextId()}`;
  select.dataset.column = column.column;
  if (column.required) select.dataset.required = `${sheet.sheet}, ${column.column}`;
  select.append(option(NONE, t("not in this file")));
  for (const each of theirs.columns) select.append(option(each.header, each.header));
  select.value = column.use === "No" ? NONE : column.here;
  return select;
}

function reason(column) {
  const text = element("p", undefined, "why");
  if (column.use === "?") text.append(element("span", t("please check"), "tag check"));
  text.append(column.why || "");
  return text;
}

function samplesOf(theirs, header) {
  const column = theirs.columns.find((each) => each.header === header);
  if (!column) return "";
  return column.samples.length ? column.samples.join(" · ") : t("no values yet");
}

// Says what is still missing; returns the first control that lacks an answer.
function showMissing(form) {
  const open = [...form.querySelectorAll("[data-required]")].filter((each) => !each.value);
  for (const each of form.querySelectorAll("[data-required]")) each.classList.toggle("lacks", !each.value);
  form.querySelector(".missing").textContent = open.length
    ? t("Still missing: {names}", { names: open.map((each) => each.dataset.required).join("; ") })
    : t("Everything that is needed is there.");
  form.querySelector(".missing").classList.toggle("complete", !open.length);
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
