// Shows how far a catalogue has come, and opens the page anew at the end. Without JavaScript there is a link to look again.
const box = document.querySelector("[data-catalogue-progress]");
const EVERY = 1500;

async function look() {
  try {
    const answer = await fetch(box.dataset.catalogueProgress, { headers: { Accept: "application/json" } });
    const { done, total, is_at_work: isAtWork } = await answer.json();
    if (!isAtWork) {
      location.reload();
      return;
    }
    box.querySelector("[data-done]").textContent = done;
    if (total !== null) {
      box.querySelector("[data-total]").textContent = total;
      Object.assign(box.querySelector("progress"), { max: total, value: done });
    }
  } catch {
    // The site is away for a moment: ask again.
  }
  setTimeout(look, EVERY);
}

if (box) {
  box.querySelector("[data-again]").hidden = true;
  setTimeout(look, EVERY);
}
