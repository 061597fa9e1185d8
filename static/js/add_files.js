// Adding files: each is sent in a request of its own, three at a time, and has a row that says what becomes of it.
// What comes after the sending is shown by progress.js. Without this script the form sends all files in one request.
const AT_ONCE = 3;
const MEGABYTE = 1024 * 1024;
const LEFTOVERS = new Set(["thumbs.db", "desktop.ini", ".ds_store"]);
const GROUPS = [
  ["filed", "filed"],
  ["waiting", "wait for a person"],
  ["unreadable", "unreadable"],
  ["refused", "not taken in"],
  ["moving", "being read"],
  ["held", "already held"],
  ["aside", "set aside"],
];
const MOVING = new Set(["being read", "waiting for OCR", "waits for the queue"]);

const form = document.querySelector("form[data-adding]");
const zone = form.querySelector("[data-drop]");
const chooser = form.querySelector("input[type=file]");
const arrivals = document.querySelector("[data-arrivals]");
const rows = arrivals.querySelector("[data-rows]");
const container = arrivals.querySelector("[data-progress]");
const summary = arrivals.querySelector("[data-summary]");
const retryAll = arrivals.querySelector("[data-retry-all]");
const cancelAll = arrivals.querySelector("[data-cancel-all]");
const csv = arrivals.querySelector("[data-csv]");
const blank = document.querySelector("template[data-row]");
const tray = document.querySelector("template[data-tray]");
const elsewhere = Number(arrivals.dataset.more || 0); // pieces of this delivery on other pages of it

const waiting = []; // what is not sent yet
const sending = new Set();
const failed = new Set();
let batch = 0; // how many were given at once

form.querySelector("[data-plain]").hidden = true;
form.querySelector("[data-drop-words]").hidden = false;
zone.classList.add("ready");

function words(size) {
  if (size < 1024) return `${size} bytes`;
  return size < MEGABYTE ? `${(size / 1024).toFixed(1)} KB` : `${(size / MEGABYTE).toFixed(1)} MB`;
}

// One line for everything, not renewed more often than one can listen to it.
let told = null;
function tell() {
  if (told) return;
  told = setTimeout(() => {
    told = null;
    const parts = [];
    const all = rows.children.length + elsewhere;
    const unsent = waiting.length + sending.size;
    parts.push(unsent ? `${all - unsent} of ${all} files sent` : `${all} ${all === 1 ? "file" : "files"}`);
    if (failed.size) parts.push(`${failed.size} failed to be sent`);
    const counts = new Map();
    for (const row of rows.children) {
      if (row.dataset.group) counts.set(row.dataset.group, (counts.get(row.dataset.group) || 0) + 1);
    }
    const line = document.createDocumentFragment();
    line.append(parts.join(" · "));
    for (const [group, label] of GROUPS) {
      if (!counts.get(group)) continue;
      line.append(" · ");
      const said = `${counts.get(group)} ${label}`;
      if (group === "waiting") {
        const link = tray.content.firstElementChild.cloneNode();
        link.textContent = said;
        line.append(link);
      } else line.append(said);
    }
    summary.replaceChildren(line);
    retryAll.hidden = failed.size < 2;
    cancelAll.hidden = !waiting.length;
  }, 300);
}

// What progress.js writes into a row is counted here.
function groupOf(row) {
  const { outcome, needs } = row.dataset;
  if (MOVING.has(outcome)) return "moving";
  if (outcome === "stored" || outcome === "replaced") return "filed";
  if (outcome === "unreadable") return "unreadable";
  if (outcome === "set aside") return "aside";
  return needs === "yes" ? "waiting" : row.dataset.group;
}

new MutationObserver((changes) => {
  for (const { target: row } of changes) {
    if (!row.dataset.file || !row.dataset.outcome) continue;
    row.dataset.group = groupOf(row);
    const bar = row.querySelector("progress");
    // The queue was away and the file has not moved since: the words stay that say so.
    if (row.dataset.waits && bar && bar.value <= 1 && row.dataset.outcome === "being read") {
      row.querySelector("[data-fate]").textContent = row.dataset.waits;
    }
    if (bar && row.dataset.final === "yes") bar.hidden = true;
  }
  tell();
}).observe(rows, { subtree: true, attributes: true, attributeFilter: ["data-outcome", "data-final", "data-needs"] });

class Sending {
  constructor(file, folder) {
    this.file = file;
    this.folder = folder;
    this.again = false;
    this.row = blank.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = folder + file.name;
    this.part("size").textContent = words(file.size);
    this.bar = this.row.querySelector("progress");
    this.part("retry").setAttribute("aria-label", `Retry ${file.name}`);
    this.part("cancel").setAttribute("aria-label", `Cancel ${file.name}`);
    this.part("retry").addEventListener("click", () => this.retry());
    this.part("cancel").addEventListener("click", () => this.cancel());
    rows.append(this.row);
  }

  part(name) {
    return this.row.querySelector(`[data-${name}]`);
  }

  say(sentence) {
    this.part("fate").textContent = sentence;
  }

  // Why it is not even sent; "" where it is. An empty one is sent: the delivery then tells of it tomorrow, too.
  refusal() {
    const isArchive = /\.zip$/i.test(this.file.name);
    const limit = Number(isArchive ? form.dataset.archiveLimit : form.dataset.limit);
    if (this.file.size <= limit * MEGABYTE) return "";
    return `“${this.file.name}” has ${Math.round(this.file.size / MEGABYTE)} MB; the limit is ${limit} MB. Send a smaller file, or ask the administrator to raise the limit.`;
  }

  lineUp() {
    const refusal = this.refusal();
    if (refusal) {
      this.row.dataset.group = "refused";
      this.end(`not taken in: ${refusal}`);
      return;
    }
    this.say("waits to be sent");
    waiting.push(this);
  }

  send() {
    sending.add(this);
    this.say("being sent");
    this.request = new XMLHttpRequest();
    this.request.open("POST", form.action);
    this.request.setRequestHeader("Accept", "application/json");
    this.request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      this.bar.max = event.total;
      this.bar.value = event.loaded;
      const share = Math.floor((100 * event.loaded) / event.total);
      this.say(share < 100 ? `being sent: ${share} %` : "sent; being stored");
    });
    this.request.addEventListener("load", () => this.answered());
    this.request.addEventListener("error", () => this.fail("The site could not be reached. Check the connection and retry."));
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("delivery", form.elements.delivery.value);
    data.append("of", batch);
    data.append("folder", this.folder);
    if (this.again) data.append("again", "yes");
    data.append("files", this.file, this.file.name);
    this.request.send(data);
  }

  answered() {
    let answer = null;
    try {
      answer = JSON.parse(this.request.responseText);
    } catch {
      if (this.request.responseURL !== form.action) this.fail("You are no longer signed in. Sign in in another window, then retry.");
      else if (this.request.status === 403) this.fail("The site did not accept it: your sign-in has changed. Reload the page.");
      else if (this.request.status === 413) this.fail("It is larger than the web server lets through. Tell the administrator.");
      else this.fail(`The site has trouble answering (${this.request.status}). Retry in a while.`);
      return;
    }
    if (answer.error) {
      this.fail(answer.error);
      return;
    }
    sending.delete(this);
    csv.href = answer.csv;
    csv.hidden = false;
    // Reloaded or looked at tomorrow, this address shows the same.
    if (location.pathname !== answer.delivery) history.replaceState(null, "", answer.delivery);
    this.show(answer.rows);
    next();
  }

  // An archive comes back as a row for each of its files.
  show(pieces) {
    let last = this.row;
    pieces.forEach((piece, number) => {
      const row = number ? blank.content.firstElementChild.cloneNode(true) : this.row;
      if (number) {
        last.after(row);
        last = row;
      }
      const part = (name) => row.querySelector(`[data-${name}]`);
      part("name").textContent = piece.name;
      if (piece.size) part("size").textContent = words(piece.size);
      part("fate").textContent = piece.fate;
      part("retry").remove();
      part("cancel").remove();
      if (piece.desk) part("desk").href = piece.desk;
      row.dataset.group = piece.group;
      const bar = row.querySelector("progress");
      bar.setAttribute("aria-label", "Read");
      bar.max = 5;
      bar.value = 1;
      bar.hidden = piece.is_final;
      if (piece.outcome === "waits for the queue") row.dataset.waits = piece.fate;
      row.dataset.outcome = piece.outcome;
      row.dataset.needs = piece.needs_a_person ? "yes" : "no";
      row.dataset.final = piece.is_final ? "yes" : "no";
      if (piece.file && piece.group !== "held") row.dataset.file = piece.file;
    });
    container.dispatchEvent(new Event("progress:look"));
  }

  fail(sentence) {
    sending.delete(this);
    failed.add(this);
    this.bar.hidden = true;
    this.row.dataset.failed = "yes";
    this.say(sentence);
    this.part("retry").hidden = false;
    this.part("cancel").hidden = true;
    next();
  }

  retry() {
    failed.delete(this);
    delete this.row.dataset.failed;
    this.again = true;
    this.bar.hidden = false;
    this.bar.value = 0;
    this.part("retry").hidden = true;
    this.part("cancel").hidden = false;
    this.lineUp();
    next();
  }

  cancel() {
    const place = waiting.indexOf(this);
    if (place >= 0) waiting.splice(place, 1);
    if (sending.delete(this)) this.request.abort();
    this.end("cancelled: not sent");
    this.part("retry").hidden = false;
    next();
  }

  end(sentence) {
    this.bar.hidden = true;
    this.part("cancel").hidden = true;
    this.say(sentence);
  }
}

function next() {
  while (sending.size < AT_ONCE && waiting.length) waiting.shift().send();
  tell();
}

function add(files) {
  const wanted = files.filter(({ file }) => !LEFTOVERS.has(file.name.toLowerCase()) && !file.name.startsWith("._"));
  if (!wanted.length) return;
  arrivals.hidden = false;
  batch = wanted.length;
  for (const { file, folder } of wanted) new Sending(file, folder).lineUp();
  next();
}

// Folders are opened where the browser can.
async function inside(entry, folder = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, folder }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); // a hundred at a time
    if (!some.length) break;
    for (const each of some) found.push(...(await inside(each, `${folder}${entry.name}/`)));
  }
  return found;
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...transfer.files].map((file) => ({ file, folder: "" }));
  if (!entries.length) return add(plain);
  try {
    add((await Promise.all(entries.map((entry) => inside(entry)))).flat());
  } catch {
    add(plain);
  }
}

chooser.addEventListener("change", () => {
  add([...chooser.files].map((file) => ({ file, folder: "" })));
  chooser.value = "";
});
let depth = 0;
addEventListener("dragenter", () => zone.classList.toggle("over", ++depth > 0));
addEventListener("dragleave", () => zone.classList.toggle("over", --depth > 0));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  depth = 0;
  zone.classList.remove("over");
  if (event.dataTransfer) dropped(event.dataTransfer);
});
retryAll.addEventListener("click", () => [...failed].forEach((each) => each.retry()));
cancelAll.addEventListener("click", () => [...waiting].forEach((each) => each.cancel()));
addEventListener("beforeunload", (event) => {
  const unsent = waiting.length + sending.size;
  if (unsent) {
    event.preventDefault();
    event.returnValue = `Leave the page? ${unsent} files are still being sent.`;
  }
});
