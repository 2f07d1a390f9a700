// The table of pools is there without the script; this explains its cells in the panel.

const poolMark = ({ answer, outcome }) => {
  const look = answer === "some" ? "some" : classOf(outcome);
  const symbol = answer === "some" ? "◐" : SYMBOLS[outcome];
  return element("span", { class: `outcome ${look}` }, `${symbol} ${answer}`);
};

const POOL_VERDICTS = {
  every: "A pod runs on every node of this pool.",
  some: "A pod runs on some nodes of this pool.",
  none: "No pod runs on any node of this pool.",
};
const PART_WORDS = {
  pending: "The pod stays Pending",
  blocked: "A pod is wanted and none comes to run",
  "not here": "No pod",
};

function explainPools() {
  const table = document.querySelector("table.pools");
  if (!table) return;
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell) explainPool(cell);
  });
}

function explainPool(cell) {
  closePanel();
  cell.classList.add("chosen");
  const row = plan.pools.rows[cell.parentElement.dataset.pool];
  const column = Number(cell.dataset.column);
  const after = () => {
    cell.classList.remove("chosen");
    writeState();
    cell.querySelector("button").focus();
  };
  cell.closest(".stage").append(panel);
  const key = keyOf(plan.daemonsets[column]);
  openPanel(`${key} on pool ${row.name}`, poolContents(row, column), after);
  writeState({ pool: row.name, daemonset: key });
  byId("panel-title").focus({ preventScroll: true });
}

/** Explain the cell of a pool, by its name, and a DaemonSet. */
function openPool(name, column) {
  const number = plan.pools?.rows.findIndex((row) => row.name === name) ?? -1;
  const cell = document.querySelector(`.pools [data-pool="${number}"] [data-column="${column}"]`);
  if (cell) explainPool(cell);
}

function poolContents(row, column) {
  const answer = plan.pools.answers[column][row.answers[column]];
  return [
    element("p", { class: "verdict" }, poolMark(answer), ` ${POOL_VERDICTS[answer.answer]}`),
    answer.runs ? paragraph(`It runs on nodes with ${answer.runs}.`) : null,
    ...answer.rest.flatMap(poolPart),
    answer.waits ? paragraph(`A pod starts ${answer.waits}.`) : null,
    heading("The pool"),
    paragraph([row.count, row.format].filter(Boolean).join(", "), " ",
      element("span", { class: "place" }, row.place)),
    ...updateBlock(plan.daemonsets[column]),
  ].filter(Boolean);
}

/** Part of a pool where no pod runs: on which nodes, why, and what the pool says about it. */
function poolPart(part) {
  return [
    part.where ? heading(`${PART_WORDS[part.outcome]} on ${part.where}`) : null,
    ...part.reasons.map(reasonBlock),
    ...part.origins.map((origin) =>
      paragraph(origin.assumed ? `As the pool has it (${origin.assumed}) ` : "As the pool has it ",
        element("span", { class: "place" }, origin.place))),
    ...waysBlock(part),
  ];
}
