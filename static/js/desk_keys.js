// One key for each thing to do at the desk of a file: elements with data-key="n j". A button or link is pressed, a field is
// entered, a choice is opened. Keys rest while somebody writes, and can be turned off (WCAG 2.1.4); this browser remembers it.
const REMEMBERED = "desk-keys-off";

function isOff() {
  try {
    return localStorage.getItem(REMEMBERED) === "yes";
  } catch {
    return false; // Storage may be forbidden; the keys then work.
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
  if (element.isContentEditable || element.closest(".select2-container")) return true;
  return ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName) && !["checkbox", "radio"].includes(element.type);
}

function use(element) {
  const field = element.matches(".keyed") ? element.querySelector("select, input") : null;
  if (!field) {
    element.click();
    return;
  }
  const choice = field.matches("select.admin-autocomplete") && window.django && window.django.jQuery;
  field.scrollIntoView({ block: "center" });
  if (choice && choice(field).data("select2")) choice(field).select2("open");
  else {
    field.focus();
    if (field.select) field.select();
  }
}

const list = document.querySelector("[data-keys]");
let off = isOff();

document.addEventListener("keydown", (event) => {
  if (off || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (isWriting(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "?" && list) {
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
    event.preventDefault();
    return;
  }
  // Where there are cards, the buttons of the one that is marked come first, and those of the others are not meant.
  const keyed = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key.split(" ").includes(event.key));
  const element = keyed.find((one) => one.closest("[data-card].current")) || keyed.find((one) => !one.closest("[data-card]"));
  if (!element) return;
  event.preventDefault();
  use(element);
});

if (list) {
  const button = list.querySelector("[data-keys-off]");
  const show = () => {
    button.textContent = off ? "Turn the keys on" : "Turn the keys off";
    document.documentElement.classList.toggle("keys-off", off);
  };
  button.addEventListener("click", () => {
    off = !off;
    remember(off);
    show();
  });
  document.documentElement.classList.add("has-keys");
  list.hidden = false;
  show();
}

// A page that can't be drawn says so in words.
function watchPictures(within) {
  for (const picture of within.querySelectorAll("img.page-picture")) {
    const fail = () => {
      picture.hidden = true;
      picture.parentElement.querySelector("[data-not-drawn]").hidden = false;
      const text = picture.closest("section").querySelector("details");
      if (text) text.open = true;
    };
    if (picture.complete && picture.src && !picture.naturalWidth && picture.loading !== "lazy") fail();
    picture.addEventListener("error", fail);
  }
}

watchPictures(document);
// What was taken anew after the file was read needs its choice of documents again.
document.addEventListener("progress:renewed", (event) => {
  watchPictures(event.target);
  const choice = window.django && window.django.jQuery;
  if (choice) choice(event.target).find("select.admin-autocomplete").djangoAdminSelect2();
});
