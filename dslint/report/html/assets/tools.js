// The filters above the matrix.

const MOST_REASONS = 200;
const MOST_VALUES = 40;

const inputs = {}; // the fields of the form by the name of what they filter

/** Fill the form; `changed` is called after every change of the filter. */
function makeTools(changed) {
  const set = (field) => (event) => {
    filter[field] = event.target.value;
    changed();
  };
  const labels = field("Label selector", { list: "label-list", placeholder: "pool=gpu, !edge" }, () => {
    if (checkLabels()) set("labels")({ target: inputs.labels });
  });
  const search = { type: "search", class: "search", placeholder: "node, DaemonSet, label, reason" };
  const orders = [["trouble", "trouble first"], ["size", "most nodes first"], ["name", "by name"]];
  const fields = {
    text: field("Search", search, set("text")),
    labels,
    taint: choice("Taint", taintChoices(), set("taint")),
    reason: choice("Reason", reasonChoices(), set("reason")),
    order: choice("Order", orders, set("order")),
  };
  for (const [name, label] of Object.entries(fields)) inputs[name] = label.lastElementChild;
  const tools = byId("tools");
  tools.append(
    fields.text,
    outcomeButtons(changed),
    element("span", { class: "break" }),
    fields.labels,
    element("datalist", { id: "label-list" }, labelChoices().map((value) => element("option", { value }))),
    fields.taint,
    fields.reason,
    fields.order,
    element("button", { type: "reset" }, "Clear"),
  );
  tools.addEventListener("reset", (event) => {
    event.preventDefault();
    setFilter(new URLSearchParams());
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
}

/** Whether the text is a label selector; the field is marked where it is not. */
function checkLabels() {
  const wrong = selectorOf(inputs.labels.value) === null;
  inputs.labels.classList.toggle("wrong", wrong);
  inputs.labels.setAttribute("aria-invalid", wrong);
  return !wrong;
}

/** Filter as an address says; what it does not name is not filtered. */
function setFilter(words) {
  for (const [name, input] of Object.entries(inputs)) {
    const value = words.get(name) ?? (name === "order" ? "trouble" : "");
    const offered = input.tagName !== "SELECT" || [...input.options].some((option) => option.value === value);
    input.value = offered ? value : name === "order" ? "trouble" : "";
    filter[name] = input.value;
  }
  if (!checkLabels()) filter.labels = "";
  const outcomes = (words.get("outcome") ?? "").split(",");
  filter.outcomes = new Set(OUTCOMES.filter((outcome) => outcomes.includes(outcome)));
  for (const button of byId("tools").querySelectorAll("[aria-pressed]")) {
    button.setAttribute("aria-pressed", filter.outcomes.has(button.dataset.outcome));
  }
  drawMatrix();
}

/** The filters for the address. */
const filterWords = () => ({
  text: filter.text,
  labels: filter.labels,
  taint: filter.taint,
  reason: filter.reason,
  outcome: [...filter.outcomes].join(","),
  order: filter.order === "trouble" ? "" : filter.order,
});

/** A button for every outcome with its number of pods; none pressed means all are shown. */
function outcomeButtons(changed) {
  const buttons = OUTCOMES.map((outcome) => {
    const words = `${SYMBOLS[outcome]} ${outcome} ${numberOf(outcome).toLocaleString("en")}`;
    const attributes = {
      type: "button", "aria-pressed": "false", class: classOf(outcome), "data-outcome": outcome,
    };
    const button = element("button", attributes, words);
    button.addEventListener("click", () => {
      const pressed = !filter.outcomes.delete(outcome);
      if (pressed) filter.outcomes.add(outcome);
      button.setAttribute("aria-pressed", pressed);
      changed();
    });
    return button;
  });
  const title = element("span", { id: "outcome-title" }, "Outcome (pods)");
  return element("div", { role: "group", "aria-labelledby": "outcome-title" }, title, element("span", null, buttons));
}

const numberOf = (outcome) =>
  plan.rows.reduce((sum, row) => {
    const fates = row.fates.filter((_, column) => fateOf(row, column).outcome === outcome);
    return sum + fates.length * nodesNow(row);
  }, 0);

/** Labels with few values, which the form offers; the others can be typed. */
function labelChoices() {
  return plan.labels.flatMap(({ key, values }) =>
    values.length > MOST_VALUES ? [key] : [key, ...values.map((value) => `${key}=${value}`)]);
}

function taintChoices() {
  const texts = [...new Set(plan.taints.map((taint) => taint.text))].sort();
  return [["", "any"], ["none", "no taint"], ...texts.map((text) => [text, text])];
}

/** The reasons given, the most frequent first. */
function reasonChoices() {
  const numbers = new Map();
  for (const row of plan.rows) {
    row.fates.forEach((_, column) => {
      for (const { text } of fateOf(row, column).reasons) numbers.set(text, (numbers.get(text) ?? 0) + row.size);
    });
  }
  const texts = [...numbers].sort(([a, x], [b, y]) => y - x || a.localeCompare(b, "en"));
  return [["", "any"], ...texts.slice(0, MOST_REASONS).map(([text]) => [text, text])];
}
