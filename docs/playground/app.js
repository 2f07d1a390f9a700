// The page of the playground: passes what is typed to the worker, and shows what comes back.
// Texts only ever become text nodes, so nothing that is pasted can become markup.

import { pack, unpack } from "./fragment.js";

const PAUSE = 120; // milliseconds without a key before the texts are judged
const TABS = ["findings", "plan", "describe"];
const find = (id) => document.getElementById(id);
const fields = ["manifests", "nodes", "kubernetes", "profile"];

let asked = 0;
let timer;
let examples = {};

const worker = startWorker();

function startWorker() {
  // A worker made from a blob is held to this page's content security policy; one from an address is not.
  const address = new URL("./worker.js", import.meta.url).href;
  const blob = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(blob), { type: "module" });
}

worker.onmessage = ({ data }) => {
  ({ progress: showProgress, ready: begin, failed: showFailure, answer: showAnswer, fixed: showFixed })[data.kind](data);
};
worker.onerror = () => showFailure({ text: "The worker could not start. Serve the site over HTTP." });

function showProgress({ part, text }) {
  find("progress").value = part;
  find("step").textContent = text;
}

function showFailure({ text }) {
  find("progress").hidden = true;
  find("step").textContent = text;
}

async function begin({ about, samples }) {
  for (const version of about.kubernetes) find("kubernetes").add(new Option(version, version));
  examples = samples;
  for (const name of Object.keys(examples.manifests)) find("example").add(new Option(name, name));
  const state = await unpack(location.hash);
  show(state ?? { manifests: examples.manifests[examples.first], nodes: examples.nodes });
  find("loading").hidden = true;
  document.body.dataset.ready = about.version;
}

function show(state) {
  find("manifests").value = state.manifests ?? "";
  find("nodes").value = state.nodes ?? "";
  choose("kubernetes", state.kubernetes ?? "");
  choose("profile", state.profile ?? "recommended");
  for (const name of ["manifests", "nodes"]) number(name);
  ask();
}

function choose(id, value) {
  const select = find(id);
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

function state() {
  return Object.fromEntries(fields.map((id) => [id, find(id).value]));
}

function ask() {
  asked += 1;
  document.body.dataset.asked = asked;
  worker.postMessage({ kind: "ask", number: asked, question: state() });
  remember();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

let own = ""; // the fragment that this page wrote itself

async function remember() {
  const number = asked;
  const packed = await pack(state());
  if (number !== asked) return; // something was typed meanwhile
  own = packed;
  history.replaceState(null, "", packed);
}

addEventListener("hashchange", async () => {
  if (location.hash === own) return;
  const given = await unpack(location.hash);
  if (given) show(given);
});

// --- editors -------------------------------------------------------------------------------------------

function number(name, marks = new Map()) {
  const gutter = document.querySelector(`[data-editor=${name}] .gutter`);
  const count = find(name).value.split("\n").length;
  const rows = [];
  for (let line = 1; line <= count; line += 1) {
    const mark = marks.get(line);
    if (mark === undefined) {
      rows.push(`${line}\n`);
    } else {
      const row = document.createElement("b");
      row.className = mark;
      row.textContent = `${line}\n`;
      rows.push(row);
    }
  }
  gutter.replaceChildren(...rows);
  gutter.scrollTop = find(name).scrollTop;
}

for (const name of ["manifests", "nodes"]) {
  const area = find(name);
  area.addEventListener("input", () => {
    find("example").value = ""; // what is shown is no example any more
    number(name);
    later();
  });
  area.addEventListener("scroll", () => {
    document.querySelector(`[data-editor=${name}] .gutter`).scrollTop = area.scrollTop;
  });
}

function goTo(line, column) {
  const area = find("manifests");
  const lines = area.value.split("\n");
  const points = [...(lines[line - 1] ?? "")].slice(0, column - 1).join(""); // columns count code points
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + points.length;
  area.focus();
  area.setSelectionRange(start, start);
  area.scrollTop = Math.max(0, (line - 5) * parseFloat(getComputedStyle(area).lineHeight));
}

for (const id of ["kubernetes", "profile"]) find(id).addEventListener("change", ask);
find("example").addEventListener("change", ({ target }) => {
  if (target.value) show({ ...state(), manifests: examples.manifests[target.value], nodes: examples.nodes });
});
find("choices").addEventListener("submit", (event) => event.preventDefault());
find("share").addEventListener("click", async () => {
  history.replaceState(null, "", await pack(state()));
  try {
    await navigator.clipboard.writeText(location.href);
    find("shared").textContent = "copied";
  } catch {
    find("shared").textContent = "the link is in the address bar";
  }
});

// --- answers -------------------------------------------------------------------------------------------

function showAnswer({ number: about, part, answer, milliseconds }) {
  if (about !== asked) return;
  if (part === "lint") showFindings(answer);
  else find(part).firstElementChild.textContent = answer.text ?? answer.error;
  if (part === "describe") document.body.dataset.answered = about;
  document.body.dataset[`${part}Milliseconds`] = milliseconds;
}

function showFindings(answer) {
  if (answer.error) {
    find("summary").textContent = answer.error;
    find("list").replaceChildren();
    find("fix-all").hidden = true;
    return;
  }
  find("summary").textContent = answer.summary;
  find("list").replaceChildren(...answer.findings.map(item));
  const all = find("fix-all");
  all.hidden = answer.safe === 0;
  all.textContent = `Apply ${answer.safe === 1 ? "the safe fix" : `all ${answer.safe} safe fixes`}`;
  const marks = new Map();
  for (const { line, severity } of answer.findings) if (!marks.has(line)) marks.set(line, severity);
  number("manifests", marks);
}

function item(finding, place) {
  const row = element("li", { className: finding.severity });
  const title = element("p", { className: "title" });
  const rule = element("a", { textContent: finding.rule, href: `../rules/${encodeURIComponent(finding.rule)}/` });
  title.append(element("span", { className: `severity ${finding.severity}`, textContent: finding.severity }), " ", rule);
  title.append(": ", element("strong", { textContent: finding.message }));
  row.append(title, element("pre", { textContent: finding.excerpt }), details(finding), buttons(finding, place));
  return row;
}

function details(finding) {
  const list = element("dl", {});
  for (const name of ["object", "result", "write"]) {
    if (finding[name]) {
      list.append(element("dt", { textContent: name }), element("dd", { textContent: finding[name] }));
    }
  }
  return list;
}

function buttons(finding, place) {
  const row = element("div", { className: "buttons" });
  const go = element("button", { type: "button", textContent: `Go to line ${finding.line}` });
  go.addEventListener("click", () => goTo(finding.line, finding.column));
  row.append(go);
  if (finding.fix) {
    const meaning = finding.fix.safe ? "" : " (may change the meaning)";
    const fix = element("button", { type: "button", className: "fix", textContent: `Fix: ${finding.fix.title}${meaning}` });
    fix.addEventListener("click", () => askForFix(place));
    row.append(fix);
  }
  return row;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function askForFix(place) {
  worker.postMessage({ kind: "fix", question: { ...state(), number: place } });
}

find("fix-all").addEventListener("click", () => askForFix(null));

function showFixed({ before, manifests }) {
  const area = find("manifests");
  if (area.value !== before) return; // it was edited while the fix was made
  area.focus();
  area.setRangeText(manifests, 0, area.value.length, "start");
  number("manifests");
  ask();
}

// --- tabs ----------------------------------------------------------------------------------------------

function select(name, focus) {
  for (const tab of TABS) {
    const button = find(`tab-${tab}`);
    button.ariaSelected = String(tab === name);
    button.tabIndex = tab === name ? 0 : -1;
    find(tab).hidden = tab !== name;
    if (focus && tab === name) button.focus();
  }
}

for (const [place, tab] of TABS.entries()) {
  const button = find(`tab-${tab}`);
  button.addEventListener("click", () => select(tab, false));
  button.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step) select(TABS[(place + step + TABS.length) % TABS.length], true);
  });
}
