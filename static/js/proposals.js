// At the list of proposals: j and k lead from card to card, and the other keys (desk_keys.js) press the buttons of the one
// that is marked. Without this the cards are worked through with their buttons and links.
const cards = [...document.querySelectorAll("[data-card]")];

function mark(card) {
  for (const one of cards) one.classList.toggle("current", one === card);
}

function go(step) {
  if (!cards.length) return;
  const at = cards.findIndex((one) => one.classList.contains("current"));
  const next = cards[Math.min(Math.max(at + step, 0), cards.length - 1)];
  mark(next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

for (const card of cards) card.addEventListener("focusin", () => mark(card));
for (const button of document.querySelectorAll("[data-step]")) {
  button.hidden = false;
  button.addEventListener("click", () => go(Number(button.dataset.step)));
}

// After something was done the next proposal has the focus, or the first field of what was asked for. Not before the page is
// there: the browser itself gives the focus to the card that the address names, and comes last.
function begin() {
  const first = document.querySelector("[data-card] form [data-first]") || document.querySelector("[data-focus]");
  if (!first) return;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: "center" });
  if (first.select && first.tagName === "INPUT") first.select();
}

if (document.readyState === "complete") begin();
else window.addEventListener("load", () => setTimeout(begin));
