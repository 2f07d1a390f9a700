// The contents of the panel for a cell, a group of nodes, or a DaemonSet.

const MOST_NAMES = 60;
const MOST_LABEL_VALUES = 5;

const nodesWords = (row) => (row.empty ? `${row.names} (0 nodes now)` : row.names);

/** Why a DaemonSet does, or does not, run on the nodes of a row. */
function cellContents(row, column) {
  const daemonset = plan.daemonsets[column];
  const fate = fateOf(row, column);
  return [
    element("p", { class: "verdict" }, mark(fate.outcome), ` ${verdictOf(fate, row)}`),
    ...fate.reasons.map(reasonBlock),
    ...waysBlock(fate),
    ...remarks(row, column, fate),
    ...nodeFacts(row),
    ...costBlock(row),
    ...updateBlock(daemonset),
  ];
}

function verdictOf(fate, row) {
  const several = row.size === 1 ? "this node" : `each of these ${row.size.toLocaleString("en")} nodes`;
  const where = row.empty ? "nodes of this pool, once there are some" : several;
  return {
    runs: `A pod runs on ${where}.`,
    pending: `A pod is created for ${where} and stays Pending.`,
    blocked: `A pod is wanted on ${where}, and none comes to run.`,
    "not here": `No pod on ${where.replace("each", "any")}.`,
  }[fate.outcome];
}

function reasonBlock(reason) {
  return element(
    "div", { class: "reason" },
    element("p", null, reason.text, " ", element("span", { class: "place" }, reason.place)),
    excerptBlock(reason.excerpt),
  );
}

function waysBlock(fate) {
  if (!fate.ways.length) return [];
  const ways = fate.ways.map((way) =>
    element("li", null, way.words, way.lines.length ? copyable(way.lines.join("\n")) : null));
  return [heading("To run there"), element("ul", null, ways)];
}

/** What else is worth knowing about a cell. */
function remarks(row, column, fate) {
  const found = [];
  if (fate.stays) found.push("A pod that is there already stays (misscheduled).");
  found.push(...fate.notes);
  if (fate.outcome === "runs" && row.cordoned) found.push("Cordoned: DaemonSet pods run there all the same.");
  if (fate.outcome === "runs" && !row.ready) found.push("NotReady, and tolerated.");
  const list = found.length ? [element("ul", null, found.map((words) => element("li", null, words)))] : [];
  const { blanket } = plan.daemonsets[column];
  return blanket && row.blanket.includes(column) ? [...list, reasonBlock(blanket)] : list;
}

/** Names, labels and taints of the nodes of a row. */
function nodeFacts(row) {
  const names = namesOf(row);
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return [
    heading(row.empty ? "The pool" : names.length === 1 ? "The node" : `The ${counted(names.length, "node")}`),
    names.length > 1 && shown !== row.names ? paragraph(shown) : null,
    paragraph(row.room || "allocatable is not known", stateWords(row)),
    heading("Taints"),
    row.taints.length ? element("ul", { class: "labels" }, row.taints.map(taintItem)) : paragraph("none"),
    heading("Labels"),
    element("ul", { class: "labels" }, labelsOf(row).map(labelItem)),
  ].filter(Boolean);
}

const stateWords = (row) => (row.ready ? "" : ", NotReady") + (row.cordoned ? ", cordoned" : "");

function taintItem(number) {
  const { text, implied } = plan.taints[number];
  return element("li", null, text, implied ? " (follows from the node's state)" : null);
}

function labelItem([key, values, without]) {
  if (values.length === 1 && !without) return element("li", null, `${key}=${values[0][0]}`);
  const shown = values.slice(0, MOST_LABEL_VALUES).map(([value, number]) => `${value || '""'} (${number})`);
  if (values.length > MOST_LABEL_VALUES) shown.push(`${values.length - MOST_LABEL_VALUES} more values`);
  if (without) shown.push(`none (${without})`);
  return element("li", null, `${key}: ${shown.join(", ")}`);
}

/** What the pods that run there reserve on one node. */
function costBlock(row) {
  const bars = row.cost.map(({ amount, share }) => {
    const bar = element("i", { "aria-hidden": "true" });
    bar.style.setProperty("--share", `${Math.min(share ?? 0, 100)}%`);
    return element("div", { class: "bar" }, element("span", null, amount), bar,
      element("span", null, share === null ? "" : `${Math.round(share)} %`));
  });
  return bars.length ? [heading("All DaemonSets reserve on each node"), ...bars] : [];
}

function updateBlock(daemonset) {
  return [
    heading("The DaemonSet"),
    element("dl", null, [
      ["manifest", daemonset.place],
      ["node selector", daemonset.selector],
      ["asks for", daemonset.requests],
      ["update", daemonset.update],
      ["rollout", daemonset.rollout || "nothing to roll out"],
    ].flatMap(([name, words]) => [element("dt", null, name), element("dd", null, words)])),
  ];
}

/** A group of nodes: what becomes of every DaemonSet there. */
function rowContents(row) {
  const fates = OUTCOMES.flatMap((outcome) => {
    const there = plan.daemonsets.filter((_, column) => fateOf(row, column).outcome === outcome);
    return there.length ? [element("p", null, mark(outcome), ` ${there.map(keyOf).join(", ")}`)] : [];
  });
  return [...fates, ...nodeFacts(row), ...costBlock(row)];
}

/** A DaemonSet: on which groups of nodes it runs. */
function columnContents(column) {
  const daemonset = plan.daemonsets[column];
  const fates = OUTCOMES.flatMap((outcome) => {
    const rows = plan.rows.filter((row) => fateOf(row, column).outcome === outcome);
    if (!rows.length) return [];
    const number = rows.reduce((sum, row) => sum + nodesNow(row), 0);
    const names = rows.slice(0, MOST_NAMES).map(nodesWords).join(", ");
    const more = rows.length > MOST_NAMES ? ` and ${rows.length - MOST_NAMES} more groups` : "";
    return [element("p", null, mark(outcome), ` ${counted(number, "node")}: ${names}${more}`)];
  });
  const refused = daemonset.refused
    ? [element("p", { class: "refused" }, "The server rejects it as it is written; planned as far as it makes sense.")]
    : [];
  return [...refused, ...fates, ...updateBlock(daemonset)];
}
