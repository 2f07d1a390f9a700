// The panel at the right, which explains a cell or a head.

const panel = byId("panel");
let closed = () => {};

/** Show a title and contents; `after` is called when the panel is closed. */
function openPanel(title, contents, after) {
  closed = after;
  const close = element("button", { type: "button", class: "close" }, "Close");
  close.addEventListener("click", closePanel);
  panel.replaceChildren(element("h2", { id: "panel-title", tabindex: "-1" }, title), close, ...contents);
  panel.hidden = false;
  panel.scrollTop = 0;
}

function closePanel() {
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  closed();
}

const heading = (words) => element("h3", null, words);
const paragraph = (...words) => element("p", null, words);
const keyOf = (daemonset) => `${daemonset.namespace}/${daemonset.name}`;

/** Lines of the manifest; those with carets in a colour of their own. */
function excerptBlock(lines) {
  const isCaret = (line) => /^ *\| *\^/.test(line);
  const shown = lines.map((line) => element("span", { class: isCaret(line) ? "caret" : null }, `${line}\n`));
  return lines.length ? element("pre", null, shown) : null;
}

function copyable(text) {
  const code = element("pre", null, text);
  const button = element("button", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code); // not allowed here: ready for Ctrl+C
    }
  });
  return element("div", { class: "copyable" }, code, button);
}
