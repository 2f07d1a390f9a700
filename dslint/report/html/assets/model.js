// The plan, as dslint wrote it into the page; plan_data.py describes the format.

const plan = JSON.parse(byId("data").textContent);

// Nodes are listed row by row: a row begins where the one before it ends.
let places = 0;
for (const row of plan.rows) {
  row.start = places;
  places += row.size;
  row.taintTexts = row.taints.map((number) => plan.taints[number].text);
}

/** The fate of one DaemonSet (by its number) on the nodes of a row. */
const fateOf = (row, column) => plan.daemonsets[column].fates[row.fates[column]];

/** Whether the nodes are there now; the model of an empty pool stands for none. */
const nodesNow = (row) => (row.empty ? 0 : row.size);

const namesOf = (row) => plan.nodes.slice(row.start, row.start + row.size);

/** One value's number for every node, -1 where it has no such label. Unpacked when first asked for. */
function codesOf(label) {
  if (label.codes === undefined) {
    label.codes = new Int32Array(plan.nodes.length);
    let at = 0;
    for (let i = 0; i < label.runs.length; i += 2) {
      label.codes.fill(label.runs[i], at, at + label.runs[i + 1]);
      at += label.runs[i + 1];
    }
  }
  return label.codes;
}

const labelNamed = (key) => plan.labels.find((label) => label.key === key);

/** The labels of a row's nodes: [key, [[value, how many nodes], …], how many have none]. */
function labelsOf(row) {
  const found = [];
  for (const label of plan.labels) {
    const numbers = new Map();
    let without = 0;
    for (const code of codesOf(label).subarray(row.start, row.start + row.size)) {
      if (code < 0) without += 1;
      else numbers.set(code, (numbers.get(code) ?? 0) + 1);
    }
    if (numbers.size) {
      found.push([label.key, [...numbers].map(([code, number]) => [label.values[code], number]), without]);
    }
  }
  return found;
}
