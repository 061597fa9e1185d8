// "/" puts the cursor into the search field. The reader may turn the key off (WCAG 2.1.4), and this browser remembers it.
const REMEMBERED = "search-key-off";
const field = document.querySelector("[data-search-field]");
const line = document.querySelector("[data-search-key]");

function isOff() {
  try {
    return localStorage.getItem(REMEMBERED) === "yes";
  } catch {
    return false; // Storage may be forbidden; the key then works.
  }
}

function remember(off) {
  try {
    if (off) localStorage.setItem(REMEMBERED, "yes");
    else localStorage.removeItem(REMEMBERED);
  } catch {
    // Nothing to remember it with: it holds until the page is left.
  }
}

function isWriting(element) {
  return element.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName);
}

if (field) {
  let off = isOff();

  document.addEventListener("keydown", (event) => {
    if (off || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  if (line) {
    const button = line.querySelector("button");
    const show = () => {
      button.textContent = off ? button.dataset.turnOn : button.dataset.turnOff;
    };
    button.addEventListener("click", () => {
      off = !off;
      remember(off);
      show();
    });
    show();
    line.hidden = false;
  }
}
