// Making elements. Text only ever becomes text: nothing here, or anywhere else, parses markup.

/** An element with attributes and children (texts or nodes); null, undefined and false are left out. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const byId = (id) => document.getElementById(id);

/** `1 node`, `2 nodes`. */
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** The outcomes as people read them, the most serious last; symbols so that colour is not needed. */
const OUTCOMES = ["runs", "pending", "blocked", "not here"];
const SYMBOLS = { runs: "✓", pending: "!", blocked: "✕", "not here": "–" };
const classOf = (outcome) => outcome.replace(" ", "-");

const mark = (outcome) =>
  element("span", { class: `outcome ${classOf(outcome)}` }, `${SYMBOLS[outcome]} ${outcome}`);

/** A text field in its label. */
function field(label, attributes, listener) {
  const input = element("input", { autocomplete: "off", spellcheck: "false", ...attributes });
  input.addEventListener("input", listener);
  return element("label", null, label, input);
}

function choice(label, options, listener) {
  const select = element("select", null, options.map(([value, words]) => element("option", { value }, words)));
  select.addEventListener("change", listener);
  return element("label", null, label, select);
}
