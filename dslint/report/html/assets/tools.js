// The filters above the matrix.

const MOST_REASONS = 200;
const MOST_VALUES = 40;

/** Fill the form; `changed` is called after every change of the filter. */
function makeTools(changed) {
  const set = (field) => (event) => {
    filter[field] = event.target.value;
    changed();
  };
  const labels = field("Label selector", { list: "label-list", placeholder: "pool=gpu, !edge" }, (event) => {
    const wrong = selectorOf(event.target.value) === null;
    event.target.classList.toggle("wrong", wrong);
    event.target.setAttribute("aria-invalid", wrong);
    if (!wrong) set("labels")(event);
  });
  const tools = byId("tools");
  tools.append(
    field("Search", { type: "search", class: "search", placeholder: "node, DaemonSet, label, reason" }, set("text")),
    outcomeButtons(changed),
    element("span", { class: "break" }),
    labels,
    element("datalist", { id: "label-list" }, labelChoices().map((value) => element("option", { value }))),
    choice("Taint", taintChoices(), set("taint")),
    choice("Reason", reasonChoices(), set("reason")),
    choice("Order", [["trouble", "trouble first"], ["size", "most nodes first"], ["name", "by name"]], set("order")),
    element("button", { type: "reset" }, "Clear"),
  );
  tools.addEventListener("reset", () => {
    Object.assign(filter, { text: "", labels: "", taint: "", reason: "", order: "trouble" });
    filter.outcomes.clear();
    for (const button of tools.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", "false");
    for (const input of tools.querySelectorAll(".wrong")) input.classList.remove("wrong");
    changed();
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
}

function field(label, attributes, listener) {
  const input = element("input", { autocomplete: "off", spellcheck: "false", ...attributes });
  input.addEventListener("input", listener);
  return element("label", null, label, input);
}

function choice(label, options, listener) {
  const select = element("select", null, options.map(([value, words]) => element("option", { value }, words)));
  select.addEventListener("change", listener);
  return element("label", null, label, select);
}

/** A button for every outcome with its number of pods; none pressed means all are shown. */
function outcomeButtons(changed) {
  const buttons = OUTCOMES.map((outcome) => {
    const words = `${SYMBOLS[outcome]} ${outcome} ${numberOf(outcome).toLocaleString("en")}`;
    const button = element("button", { type: "button", "aria-pressed": "false", class: classOf(outcome) }, words);
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

/** Labels worth offering: those with few values; the others can be typed. */
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
