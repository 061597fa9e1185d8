// Buttons with data-copy put a symbol, a citation or an address on the clipboard. Without JavaScript they stay hidden.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = button.dataset.copied || "✓";
      } catch {
        button.textContent = button.dataset.copy; // Not allowed: show it, so that it can be copied by hand.
      }
      setTimeout(() => {
        button.textContent = label;
      }, 2500);
    });
  }
}
