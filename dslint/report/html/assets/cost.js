// The bars of the table of costs: every piece says its share of the whole in percent.
for (const stack of document.querySelectorAll(".stack")) {
  for (const piece of stack.children) piece.style.width = `${piece.dataset.share}%`;
  stack.hidden = false;
}
