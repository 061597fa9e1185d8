// A list of choices (details.pick) closes on Escape and on a click elsewhere. Without JavaScript its summary does that.
const open = () => document.querySelectorAll("details.pick[open]");

document.addEventListener("click", (event) => {
  for (const list of open()) if (!list.contains(event.target)) list.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const list of open()) {
    const held = list.contains(document.activeElement);
    list.open = false;
    if (held) list.querySelector("summary").focus();
  }
});
