// The words of the page, in the language in which the server sent it.
"use strict";

const ownWords = JSON.parse(document.getElementById("words").textContent);

// A text with its placeholders filled in: t("{name} is there", { name }).
function t(text, values = {}) {
  const template = ownWords[text] || text;
  return template.replace(/{(\w+)}/g, (whole, name) => (name in values ? values[name] : whole));
}

// A text that changes with a number, which fills {count}.
function tn(count, one, many, values = {}) {
  return t(count === 1 ? one : many, { count: count.toLocaleString(document.documentElement.lang), ...values });
}

function element(name, text, classes) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

function link(address, text, classes) {
  const made = element("a", text, classes);
  made.href = address;
  return made;
}

let lastId = 0;
function nextId() {
  lastId += 1;
  return lastId;
}
