// The matrix of a plan: a row for every group of equal nodes, a column for every DaemonSet.

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

/** Draw the matrix again with the current filter. */
function drawMatrix() {
  const shown = filtered();
  byId("status").textContent = statusWords(shown);
  drawGrid(MATRIX, shown.rows, shown.columns);
  writeState();
}

function statusWords({ rows, columns }) {
  const nodes = rows.reduce((sum, { row, chosen }) => sum + (row.empty ? 0 : chosen), 0);
  const words = `${counted(rows.length, "group")} of equal nodes (${counted(nodes, "node")})`;
  const all = `${words} × ${counted(columns.length, "DaemonSet")}`;
  return isFiltering() ? `${all}, of ${plan.rows.length.toLocaleString("en")} groups × ${plan.order.length}` : all;
}

function columnHead(column) {
  const daemonset = plan.daemonsets[column];
  return [
    element("small", null, daemonset.namespace),
    element("span", { class: "name" }, daemonset.name),
    element("small", { class: daemonset.refused ? "refused" : null },
      daemonset.refused ? "refused" : `${daemonset.desired} wanted`),
  ];
}

function rowHead({ row, chosen }) {
  const count = chosen === row.size ? counted(nodesNow(row), "node") : `${chosen} of ${row.size} nodes`;
  const states = [row.empty && "0 now", !row.ready && "NotReady", row.cordoned && "cordoned"].filter(Boolean);
  return [
    element("span", { class: "count" }, count),
    element("span", { class: "name" }, row.names),
    row.where ? element("small", { class: "where" }, row.where) : null,
    row.room ? element("small", null, row.room) : null,
    states.map((state) => element("span", { class: "chip state" }, state)),
    row.taintTexts.map((text) => element("span", { class: "chip" }, text)),
  ];
}

function matrixCell({ row, cells }, column) {
  const { outcome, reasons, pushes, notes } = fateOf(row, column);
  const priority = pushes ? ["pushes others off"] : notes.length ? ["may be pushed off"] : [];
  const why = [...new Set(reasons.map(shortOf)), ...priority].join(", ");
  return {
    class: `${classOf(outcome)}${cells[column] ? "" : " faded"}`,
    daemonset: plan.daemonsets[column].name,
    title: [...reasons.map((reason) => reason.text), ...notes].join("\n") || null,
    children: [element("b", null, `${SYMBOLS[outcome]} ${outcome}`), why ? element("small", null, why) : null],
  };
}

function explanation(shown, column) {
  const row = shown?.row;
  const daemonset = plan.daemonsets[column];
  if (row === undefined) return { title: keyOf(daemonset), contents: columnContents(column) };
  if (daemonset === undefined) return { title: nodesWords(row), contents: rowContents(row) };
  return { title: `${keyOf(daemonset)} on ${nodesWords(row)}`, contents: cellContents(row, column) };
}

const MATRIX = {
  corner: "Nodes", noun: "group", columnHead, rowHead, cell: matrixCell, explain: explanation,
  opened: (shown, column) => writeState({
    node: shown ? plan.nodes[shown.row.start] : "",
    daemonset: column === undefined ? "" : keyOf(plan.daemonsets[column]),
  }),
};
