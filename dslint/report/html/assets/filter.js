// Which rows, columns and cells are shown. Labels and taints choose nodes; outcome and reason choose
// cells; text looks at both. A row or column without a chosen cell is left out.

const filter = { text: "", labels: "", taint: "", reason: "", outcomes: new Set(), order: "trouble" };

const isFiltering = () =>
  Boolean(filter.text || filter.labels || filter.taint || filter.reason || filter.outcomes.size);

/**
 * A label selector as `kubectl get -l` takes it: `key`, `!key`, `key=value`, `key!=value`, with commas.
 * Gives a function from a node's place to whether it is chosen, or null where the text is no selector.
 */
function selectorOf(text) {
  const tests = [];
  for (const part of text.split(",").map((one) => one.trim()).filter(Boolean)) {
    const match = /^(!?)([^\s=!]+)(?:(!=|==|=)([^\s=!]*))?$/.exec(part);
    if (!match || (match[1] && match[3])) return null;
    tests.push(testOf(match));
  }
  return (place) => tests.every((test) => test(place));
}

function testOf([, not, key, operator, value]) {
  const label = labelNamed(key);
  const codes = label ? codesOf(label) : null;
  const wanted = label ? label.values.indexOf(value) : -1;
  if (!operator) return (place) => (codes !== null && codes[place] >= 0) !== Boolean(not);
  const equal = (place) => codes !== null && wanted >= 0 && codes[place] === wanted;
  return operator === "!=" ? (place) => !equal(place) : equal;
}

/** How many nodes of a row the label selector leaves. */
function chosenIn(row, chooses) {
  let number = 0;
  for (let place = row.start; place < row.start + row.size; place += 1) number += chooses(place);
  return number;
}

const hasTaint = (row) =>
  !filter.taint || (filter.taint === "none" ? !row.taints.length : row.taintTexts.includes(filter.taint));

/** Everything a search looks at, made once. */
const searched = (texts) => texts.join("\n").toLowerCase();
const searchOfRow = (row) =>
  (row.search ??= searched([row.names, row.pool, ...namesOf(row), ...row.taintTexts, ...valuesIn(row)]));
const searchOfColumn = (daemonset) =>
  (daemonset.search ??= searched([`${daemonset.namespace}/${daemonset.name}`, daemonset.place]));
const searchOfFate = (fate) => (fate.search ??= searched(fate.reasons.map((reason) => reason.text)));

function* valuesIn(row) {
  for (const [key, values] of labelsOf(row)) for (const [value] of values) yield `${key}=${value}`;
}

function isChosenFate(fate) {
  if (filter.outcomes.size && !filter.outcomes.has(fate.outcome)) return false;
  return !filter.reason || fate.reasons.some((reason) => reason.text === filter.reason);
}

/** Apply the filter: {rows: [{row, chosen, cells}], columns}; the chosen cells are true. */
function filtered() {
  const chooses = selectorOf(filter.labels) ?? (() => true);
  const words = filter.text.toLowerCase().trim();
  const fates = plan.daemonsets.map((one) => one.fates.map(isChosenFate));
  const inFate = plan.daemonsets.map((one) => one.fates.map((fate) => searchOfFate(fate).includes(words)));
  const inColumn = plan.daemonsets.map((one) => searchOfColumn(one).includes(words));
  const isShown = plan.daemonsets.map((_, column) => plan.order.includes(column));
  const used = new Set();
  const rows = [];
  for (const row of plan.rows) {
    if (!hasTaint(row)) continue;
    const chosen = filter.labels ? chosenIn(row, chooses) : row.size;
    if (!chosen) continue;
    const inRow = !words || searchOfRow(row).includes(words);
    const cells = row.fates.map((number, column) =>
      isShown[column] && fates[column][number] && (inRow || inColumn[column] || inFate[column][number]));
    if (!cells.includes(true)) continue;
    cells.forEach((meant, column) => meant && used.add(column));
    rows.push({ row, chosen, cells });
  }
  rows.sort(ORDERS[filter.order]);
  return { rows, columns: columnsInOrder().filter((column) => used.has(column)) };
}

/** The DaemonSets, those in trouble first; by name where rows are in order of the names, too. */
const columnsInOrder = () => (filter.order === "name"
  ? plan.order.toSorted((one, other) => keyOf(plan.daemonsets[one]).localeCompare(keyOf(plan.daemonsets[other]), "en"))
  : plan.order);

// dslint writes the rows with trouble first; sorting is stable, so equal rows keep that order.
const ORDERS = {
  trouble: () => 0,
  size: (one, other) => other.chosen - one.chosen,
  name: (one, other) => one.row.names.localeCompare(other.row.names, "en", { numeric: true }),
};
