// The page of a plan: what its address says, and where it begins.

const page = { filters: filterWords, filter: setFilter, open: openByName };

/** Open the cell of a node (or pool) and a DaemonSet; of one alone, the head of its row or column. */
function openByName({ node, daemonset, pool }) {
  const column = daemonset ? plan.daemonsets.findIndex((one) => keyOf(one) === daemonset) : undefined;
  if (pool) {
    openPool(pool, column);
    return;
  }
  const place = node ? plan.nodes.indexOf(node) : -1;
  const shown = grid.rows.find(({ row }) => row.start <= place && place < row.start + row.size);
  if (node && !shown) return;
  openCell(shown, column);
}

function startPage() {
  explainPools();
  if (!byId("tools")) return;
  makeTools(drawMatrix);
  drawMatrix();
  byId("matrix-hint").hidden = false;
  startState();
}
