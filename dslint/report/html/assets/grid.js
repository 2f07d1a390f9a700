// A table of rows and DaemonSets as an ARIA grid with one stop for Tab; arrow keys move inside it. `parts`
// provides the heads, cells and explanations: every page uses the same table.

const grid = { parts: null, rows: [], columns: [], body: null, stop: null, selected: null };

/** How many rows are drawn at a time: fewer where there are very many columns. */
const pageOf = (columns) => Math.max(10, Math.min(50, Math.floor(6000 / columns)));

/**
 * Draw rows and columns (numbers of DaemonSets). `parts` has `corner` (words), `noun` (of a row),
 * `columnHead(column)`, `rowHead(row)` (children), `cell(row, column)` ({class, title, daemonset, children}),
 * `explain(row, column)` ({title, contents}; one of both may be undefined) and `opened(row, column)`.
 */
function drawGrid(parts, rows, columns) {
  Object.assign(grid, { parts, rows, columns });
  const active = document.activeElement;
  closePanel();
  if (!active.closest("#grid, #panel")) active.focus(); // whoever types into a filter goes on typing
  if (!rows.length) {
    byId("grid").replaceChildren(element("p", { class: "empty" }, "Nothing is left by these filters."));
    return;
  }
  grid.body = element("tbody");
  const attributes = {
    class: "matrix", role: "grid", "aria-labelledby": "matrix-title", "aria-describedby": "matrix-hint",
    "aria-rowcount": rows.length + 1, "aria-colcount": columns.length + 1,
  };
  const table = element("table", attributes, headOf(columns), grid.body);
  table.addEventListener("click", (event) => explain(event.target.closest("th, td")));
  table.addEventListener("keydown", onKey);
  byId("grid").replaceChildren(element("div", { class: "scroll" }, table));
  addPage();
  moveStop(grid.body.rows[0].cells[Math.min(1, columns.length)]);
}

function headOf(columns) {
  const heads = columns.map((column) => element(
    "th", { role: "columnheader", scope: "col", tabindex: "-1", "data-column": column },
    grid.parts.columnHead(column),
  ));
  const corner = element("th", { role: "columnheader", scope: "col" }, grid.parts.corner);
  return element("thead", null, element("tr", { role: "row", "aria-rowindex": 1 }, corner, heads));
}

/** Add the next rows, and a button where some are left. */
function addPage() {
  const from = grid.body.rows.length;
  const page = pageOf(grid.columns.length);
  const next = grid.rows.slice(from, from + page);
  grid.body.append(...next.map((row, number) => rowOf(row, from + number)));
  byId("grid").querySelector(".more")?.remove();
  const left = grid.rows.length - grid.body.rows.length;
  if (!left) return;
  const more = element("button", { type: "button", class: "more" },
    `Show ${Math.min(left, page)} more of ${counted(left, grid.parts.noun)}`);
  more.addEventListener("click", addPage);
  byId("grid").append(more);
}

function rowOf(row, number) {
  const attributes = { role: "row", "aria-rowindex": number + 2, "data-row": number };
  const head = element("th", { role: "rowheader", scope: "row", tabindex: "-1" }, grid.parts.rowHead(row));
  return element("tr", attributes, head, grid.columns.map((column) => cellOf(row, column)));
}

function cellOf(row, column) {
  const { children, daemonset, title, ...look } = grid.parts.cell(row, column);
  const attributes = {
    role: "gridcell", tabindex: "-1", "data-column": column, "data-daemonset": daemonset, title, class: look.class,
  };
  return element("td", attributes, children);
}

/** Explain the cell, row head or column head in the panel. */
function explain(cell) {
  const { column } = cell?.dataset ?? {};
  const row = grid.rows[cell?.parentElement.dataset.row];
  if (!cell || (row === undefined && column === undefined)) return;
  grid.selected?.removeAttribute("aria-selected");
  grid.selected = cell;
  cell.setAttribute("aria-selected", "true");
  moveStop(cell);
  const after = () => {
    cell.removeAttribute("aria-selected");
    grid.selected = null;
    grid.parts.opened();
    cell.focus();
  };
  if (panel.parentElement !== byId("stage")) {
    closePanel(); // it explains a pool
    byId("stage").append(panel);
  }
  const number = column === undefined ? undefined : Number(column);
  const { title, contents } = grid.parts.explain(row, number);
  openPanel(title, contents, after);
  grid.parts.opened(row, number);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" }); // the panel takes room from the matrix
}

/** Explain the cell where a row and a column meet; further rows are drawn as far as it takes. */
function openCell(row, column) {
  const y = row === undefined ? -1 : grid.rows.indexOf(row);
  const x = column === undefined ? -1 : grid.columns.indexOf(column);
  if ((row !== undefined && y < 0) || (column !== undefined && x < 0)) return;
  while (y >= grid.body.rows.length) addPage();
  const line = y < 0 ? grid.body.parentElement.tHead.rows[0] : grid.body.rows[y];
  explain(line.cells[x + 1]);
}

/** Make a cell the one that Tab reaches. */
function moveStop(cell) {
  if (grid.stop) grid.stop.tabIndex = -1;
  grid.stop = cell;
  grid.stop.tabIndex = 0;
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
    if (grid.selected) explain(next);
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
