// The fragment of the address holds the filters and the open cell: a link shares them.

/** Put the filters and the open cell (none: it was closed) into the address. */
function writeState(open = {}) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...page.filters(), ...open })) if (value) words.set(name, value);
  try {
    history.replaceState(null, "", words.size ? `#${words}` : location.pathname + location.search);
  } catch {
    // A page in a frame without an origin has no address of its own.
  }
}

/** Take filters and cell from a fragment; one without `=` is an ordinary link into the page. */
function readState(fragment) {
  const text = fragment.replace(/^#/, "");
  if (text && !text.includes("=")) return;
  const words = new URLSearchParams(text);
  const { node, daemonset, cluster, pool } = Object.fromEntries(words);
  page.filter(words);
  if (node || daemonset || cluster || pool) page.open({ node, daemonset, cluster, pool });
}

/** The lines of "Look at this first" lead to their cells. */
function linkFirst() {
  for (const link of document.querySelectorAll("#first a[data-link]")) {
    link.href = `#${link.dataset.link}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      readState(link.hash);
      byId("stage").scrollIntoView({ block: "start" });
    });
  }
}

function startState() {
  linkFirst();
  if (location.hash.includes("=")) readState(location.hash);
  addEventListener("hashchange", () => readState(location.hash));
}
