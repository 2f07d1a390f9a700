// The matrix: a row for every group of equal nodes, a column for every DaemonSet. An ARIA grid with one
// stop for Tab; arrow keys move inside it.

/** How many rows are drawn at a time: fewer where there are very many columns. */
const pageOf = (columns) => Math.max(10, Math.min(50, Math.floor(6000 / columns)));
/** A reason in a word or two, for the cells. */
const SHORT = {
  "taint-no-schedule": "taint",
  "taint-no-execute": "taint",
  "node-selector": "label",
  "node-affinity": "affinity",
  "node-name": "node name",
  "host-port": "host port",
};
const shortOf = (reason) =>
  SHORT[reason.code] ?? (reason.code === "insufficient-resource" ? reason.subject : reason.code.replaceAll("-", " "));

let shown = { rows: [], columns: [] };
let body = null; // the table's body, to which further pages are added
let stop = null; // the cell that Tab reaches
let selected = null; // the cell that the panel explains

/** Draw the matrix anew, as the filter leaves it. */
function drawMatrix() {
  shown = filtered();
  closePanel();
  byId("status").textContent = statusWords();
  if (!shown.rows.length) {
    byId("grid").replaceChildren(element("p", { class: "empty" }, "Nothing is left by these filters."));
    return;
  }
  body = element("tbody");
  const attributes = {
    class: "matrix", role: "grid", "aria-labelledby": "matrix-title", "aria-describedby": "matrix-hint",
    "aria-rowcount": shown.rows.length + 1, "aria-colcount": shown.columns.length + 1,
  };
  const table = element("table", attributes, headOf(shown.columns), body);
  table.addEventListener("click", (event) => explain(event.target.closest("th, td")));
  table.addEventListener("keydown", onKey);
  byId("grid").replaceChildren(element("div", { class: "scroll" }, table));
  addPage();
  moveStop(body.rows[0].cells[Math.min(1, shown.columns.length)]);
}

function statusWords() {
  const nodes = shown.rows.reduce((sum, { row, chosen }) => sum + (row.empty ? 0 : chosen), 0);
  const words = `${counted(shown.rows.length, "group")} of equal nodes (${counted(nodes, "node")})`;
  const all = `${words} × ${counted(shown.columns.length, "DaemonSet")}`;
  return isFiltering() ? `${all}, of ${plan.rows.length.toLocaleString("en")} groups × ${plan.daemonsets.length}` : all;
}

function headOf(columns) {
  const heads = columns.map((column) => {
    const daemonset = plan.daemonsets[column];
    return element(
      "th", { role: "columnheader", scope: "col", tabindex: "-1", "data-column": column },
      element("small", null, daemonset.namespace),
      element("span", { class: "name" }, daemonset.name),
      element("small", { class: daemonset.refused ? "refused" : null },
        daemonset.refused ? "refused" : `${daemonset.desired} wanted`),
    );
  });
  const corner = element("th", { role: "columnheader", scope: "col" }, "Nodes");
  return element("thead", null, element("tr", { role: "row", "aria-rowindex": 1 }, corner, heads));
}

/** Add the next rows, and a button where some are left. */
function addPage() {
  const from = body.rows.length;
  const page = pageOf(shown.columns.length);
  const next = shown.rows.slice(from, from + page);
  body.append(...next.map((one, number) => rowOf(one, from + number)));
  byId("grid").querySelector(".more")?.remove();
  const left = shown.rows.length - body.rows.length;
  if (!left) return;
  const more = element("button", { type: "button", class: "more" },
    `Show ${Math.min(left, page)} more of ${counted(left, "group")}`);
  more.addEventListener("click", addPage);
  byId("grid").append(more);
}

function rowOf({ row, chosen, cells }, number) {
  const attributes = { role: "row", "aria-rowindex": number + 2, "data-row": plan.rows.indexOf(row) };
  return element("tr", attributes, rowHead(row, chosen),
    shown.columns.map((column) => cellOf(row, column, cells[column])));
}

function rowHead(row, chosen) {
  const count = chosen === row.size ? counted(nodesNow(row), "node") : `${chosen} of ${row.size} nodes`;
  const states = [row.empty && "0 now", !row.ready && "NotReady", row.cordoned && "cordoned"].filter(Boolean);
  return element(
    "th", { role: "rowheader", scope: "row", tabindex: "-1" },
    element("span", { class: "count" }, count),
    element("span", { class: "name" }, row.names),
    row.room ? element("small", null, row.room) : null,
    states.map((state) => element("span", { class: "chip state" }, state)),
    row.taintTexts.map((text) => element("span", { class: "chip" }, text)),
  );
}

function cellOf(row, column, meant) {
  const { outcome, reasons } = fateOf(row, column);
  const why = [...new Set(reasons.map(shortOf))].join(", ");
  return element(
    "td",
    {
      role: "gridcell", tabindex: "-1", "data-column": column, "data-daemonset": plan.daemonsets[column].name,
      class: `${classOf(outcome)}${meant ? "" : " faded"}`,
      title: reasons.map((reason) => reason.text).join("\n") || null,
    },
    element("b", null, `${SYMBOLS[outcome]} ${outcome}`),
    why ? element("small", null, why) : null,
  );
}

/** Explain the cell, row head or column head in the panel. */
function explain(cell) {
  const { column } = cell?.dataset ?? {};
  const row = plan.rows[cell?.parentElement.dataset.row];
  if (!cell || (row === undefined && column === undefined)) return;
  const daemonset = column === undefined ? null : plan.daemonsets[column];
  selected?.removeAttribute("aria-selected");
  selected = cell;
  cell.setAttribute("aria-selected", "true");
  moveStop(cell);
  const after = () => {
    cell.removeAttribute("aria-selected");
    selected = null;
    cell.focus();
  };
  if (panel.parentElement !== byId("stage")) {
    closePanel(); // it explains a pool
    byId("stage").append(panel);
  }
  if (row === undefined) openPanel(keyOf(daemonset), columnContents(Number(column)), after);
  else if (daemonset === null) openPanel(nodesWords(row), rowContents(row), after);
  else openPanel(`${keyOf(daemonset)} on ${nodesWords(row)}`, cellContents(row, Number(column)), after);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" }); // the panel takes room from the matrix
}

/** Make a cell the one that Tab reaches. */
function moveStop(cell) {
  if (stop) stop.tabIndex = -1;
  stop = cell;
  stop.tabIndex = 0;
}

function onKey(event) {
  const cell = event.target.closest("th, td");
  if (event.key === "Enter" || event.key === " ") {
    explain(cell);
    byId("panel-title").focus();
  } else {
    const next = neighbour(cell, event);
    if (!next) return;
    moveStop(next);
    next.focus();
    if (selected) explain(next);
  }
  event.preventDefault();
}

/** The cell that a key leads to, or null. With Ctrl, Home and End lead to the first and last row. */
function neighbour(cell, { key, ctrlKey }) {
  const { rows } = cell.closest("table");
  const y = cell.parentElement.rowIndex;
  const x = cell.cellIndex;
  const last = rows.length - 1;
  const to = {
    ArrowUp: [y - 1, x],
    ArrowDown: [y + 1, x],
    ArrowLeft: [y, x - 1],
    ArrowRight: [y, x + 1],
    PageUp: [Math.max(1, y - 10), x],
    PageDown: [Math.min(last, y + 10), x],
    Home: ctrlKey ? [1, 0] : [y, 0],
    End: ctrlKey ? [last, rows[last].cells.length - 1] : [y, rows[y].cells.length - 1],
  }[key];
  const found = to && rows[to[0]]?.cells[to[1]];
  return found && found.hasAttribute("tabindex") ? found : null;
}
