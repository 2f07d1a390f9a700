// A table of rows (clusters, or groups of nodes) and DaemonSets, with its filters; see table_page.py.

const data = JSON.parse(byId("data").textContent);
const filter = { text: "", kinds: new Set(), order: "trouble" };
const NOT_THERE = { kind: -1, short: "", blocks: [["p", "It is not part of this cluster."]] };
const cellAt = (row, column) => data.daemonsets[column].cells[row.cells[column]] ?? NOT_THERE;

/** Blocks of data as elements. */
const BLOCKS = {
  p: (text) => element("p", null, text),
  h: (text) => element("h3", null, text),
  pre: (text) => copyable(text),
  list: (items) => element("ul", null, items.map((text) => element("li", null, text))),
  dl: (pairs) => element("dl", null, pairs.flatMap(([name, text]) => [element("dt", null, name), element("dd", null, text)])),
  mark: (kind, text) => element("p", { class: "verdict" }, kindMark(kind), text ? ` ${text}` : ""),
};
const blocksOf = (blocks) => blocks.map(([name, ...words]) => BLOCKS[name](...words));
const kindMark = (number) => {
  const { word, symbol, look } = data.kinds[number];
  return element("span", { class: `outcome ${look}` }, `${symbol} ${word}`);
};

const textOf = (blocks) => blocks.flat(Infinity).join("\n");
const searchOf = (one) =>
  (one.search ??= [one.name, one.count, ...(one.lines ?? []), ...(one.chips ?? []), one.short, textOf(one.blocks)]
    .join("\n").toLowerCase());

/** Rows and columns with a cell that is meant; `cells` says which are. */
function filteredTable() {
  const words = filter.text.toLowerCase().trim();
  const meant = data.daemonsets.map((one) =>
    one.cells.map((cell) => !filter.kinds.size || filter.kinds.has(cell.kind)));
  const inColumn = data.daemonsets.map((one) => searchOf(one).includes(words));
  const found = data.daemonsets.map((one) => one.cells.map((cell) => searchOf(cell).includes(words)));
  const used = new Set();
  const rows = [];
  for (const row of data.rows) {
    const inRow = searchOf(row).includes(words);
    const cells = row.cells.map((number, column) => number < 0
      ? !filter.kinds.size && (inRow || inColumn[column])
      : meant[column][number] && (inRow || inColumn[column] || found[column][number]));
    if (!cells.includes(true)) continue;
    cells.forEach((is, column) => is && used.add(column));
    rows.push({ row, cells });
  }
  if (filter.order === "name") {
    rows.sort((one, other) => one.row.shown.localeCompare(other.row.shown, "en", { numeric: true }));
  }
  return { rows, columns: data.daemonsets.map((_, column) => column).filter((column) => used.has(column)) };
}

function drawTable() {
  const shown = filteredTable();
  const counts = `${counted(shown.rows.length, data.noun)} × ${counted(shown.columns.length, "DaemonSet")}`;
  const all = `, of ${data.rows.length.toLocaleString("en")} × ${data.daemonsets.length}`;
  byId("status").textContent = filter.text || filter.kinds.size ? counts + all : counts;
  drawGrid(TABLE, shown.rows, shown.columns);
  writeState();
}

const headLines = (head) => [
  element("span", { class: "name" }, head.shown),
  head.lines.map((text) => element("small", null, text)),
  head.chips.map((text) => element("span", { class: "chip" }, text)),
];

function columnOf(column) {
  const head = data.daemonsets[column];
  const [namespace, ...rest] = head.shown.split("/");
  return [
    element("small", null, namespace),
    element("span", { class: "name" }, rest.join("/")),
    head.lines.map((text) => element("small", null, text)),
  ];
}

function tableCell({ row, cells }, column) {
  const { kind, short } = cellAt(row, column);
  const daemonset = data.daemonsets[column].shown.split("/").slice(1).join("/");
  if (kind < 0) return { class: `absent${cells[column] ? "" : " faded"}`, daemonset, title: null, children: ["·"] };
  const { word, symbol, look } = data.kinds[kind];
  return {
    class: `${look}${cells[column] ? "" : " faded"}`,
    daemonset,
    title: null,
    children: [element("b", null, `${symbol} ${word}`), short ? element("small", null, short) : null],
  };
}

function explainTable(shown, column) {
  const head = data.daemonsets[column];
  if (shown === undefined) return { title: head.name, contents: blocksOf(head.blocks) };
  if (head === undefined) return { title: shown.row.shown, contents: blocksOf(shown.row.blocks) };
  const blocks = [...cellAt(shown.row, column).blocks, ...head.blocks, ...shown.row.blocks];
  return { title: `${head.name} on ${shown.row.shown}`, contents: blocksOf(blocks) };
}

const TABLE = {
  corner: data.corner, noun: data.noun, columnHead: columnOf, cell: tableCell, explain: explainTable,
  rowHead: ({ row }) => [row.count ? element("span", { class: "count" }, row.count) : null, headLines(row)],
  opened: (shown, column) => writeState({
    [data.param]: shown ? shown.row.name : "",
    daemonset: column === undefined ? "" : data.daemonsets[column].name,
  }),
};

/** The filters: a search, a button for every kind of cell, and the order. */
function makeTableTools() {
  const tools = byId("tools");
  const search = field("Search", { type: "search", class: "search", placeholder: `${data.param}, DaemonSet, reason` },
    (event) => {
      filter.text = event.target.value;
      drawTable();
    });
  const order = choice("Order", [["trouble", "trouble first"], ["name", "by name"]], (event) => {
    filter.order = event.target.value;
    drawTable();
  });
  const buttons = data.kinds.map((kind, number) => kindButton(kind, number));
  const title = element("span", { id: "kind-title" }, "Cells");
  tools.append(
    search,
    element("div", { role: "group", "aria-labelledby": "kind-title" }, title, element("span", null, buttons)),
    order,
    element("button", { type: "reset" }, "Clear"),
  );
  tools.addEventListener("reset", (event) => {
    event.preventDefault();
    page.filter(new URLSearchParams());
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
}

function kindButton({ word, symbol, look }, number) {
  const times = data.rows.reduce((sum, row) =>
    sum + row.cells.filter((cell, column) => data.daemonsets[column].cells[cell]?.kind === number).length, 0);
  const attributes = { type: "button", "aria-pressed": "false", class: look, "data-kind": number };
  const button = element("button", attributes, `${symbol} ${word} ${times.toLocaleString("en")}`);
  button.hidden = !times;
  button.addEventListener("click", () => {
    if (!filter.kinds.delete(number)) filter.kinds.add(number);
    button.setAttribute("aria-pressed", filter.kinds.has(number));
    drawTable();
  });
  return button;
}

const page = {
  filters: () => ({
    text: filter.text,
    cells: [...filter.kinds].map((number) => data.kinds[number].word).join(","),
    order: filter.order === "trouble" ? "" : filter.order,
  }),
  filter: (words) => {
    filter.text = words.get("text") ?? "";
    filter.order = words.get("order") === "name" ? "name" : "trouble";
    const asked = (words.get("cells") ?? "").split(",");
    filter.kinds = new Set([...data.kinds.keys()].filter((number) => asked.includes(data.kinds[number].word)));
    byId("tools").querySelector("input").value = filter.text;
    byId("tools").querySelector("select").value = filter.order;
    for (const button of byId("tools").querySelectorAll("[aria-pressed]")) {
      button.setAttribute("aria-pressed", filter.kinds.has(Number(button.dataset.kind)));
    }
    drawTable();
  },
  open: (words) => {
    const name = words[data.param];
    const column = words.daemonset ? data.daemonsets.findIndex((one) => one.name === words.daemonset) : undefined;
    const shown = grid.rows.find(({ row }) => row.name === name);
    if (name && !shown) return;
    openCell(shown, column);
  },
};

function startPage() {
  if (!byId("tools")) return;
  makeTableTools();
  drawTable();
  byId("matrix-hint").hidden = false;
  startState();
}
