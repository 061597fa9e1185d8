// Shows how files come on, without a reload. The page works without it: it then has a link to look again.
//
// What a page gives (templates/admin/documents/file/desk.html is one):
//
//   <div data-progress="{% url 'admin:documents_file_progress' %}">      any number of files stand in it
//     <p data-progress-said role="status"></p>                           the end is announced here (made where it is missing)
//     <a data-progress-again href="">Look again</a>                      for readers without JavaScript: hidden by this script
//     <li data-file="17" data-final="no">                                one file, by its key
//       <span data-fate>being read: received</span>                      its fate in words; text alone is put in
//       <progress value="1" max="5"></progress>                          may be absent
//       <a data-desk></a>                                                may be absent: href becomes its desk
//     </li>
//   </div>
//
// The address answers {"files": [{file, name, fate, outcome, is_final, needs_a_person, stage, climbed, rungs, url}], ...}
// (documents/admin/progress.py). Written into each file's element: data-final "yes" or "no", data-outcome, data-needs
// "yes" or "no". A file whose data-final is "yes" is not asked for again. A page that adds elements later, or changes
// data-final back, says so with   container.dispatchEvent(new Event("progress:look")).
//
// It asks every second while something moves, ever more seldom (up to 5 s) while nothing does, not at all when all are
// final or the page can't be seen. Then the container gets the event "progress:end"; with data-renew="id" the element with
// that id is taken anew from this same address, unless somebody is writing in it, and gets the event "progress:renewed".
const SHORTEST = 1000;
const LONGEST = 5000;
const AT_ONCE = 400;

class Away extends Error {}

function follow(container) {
  const said = container.querySelector("[data-progress-said]") || container.appendChild(document.createElement("p"));
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  for (const link of container.querySelectorAll("[data-progress-again]")) link.hidden = true;
  let wait = SHORTEST;
  let timer = null;
  let asking = false;
  let troubled = false;

  const moving = () => [...container.querySelectorAll("[data-file]")].filter((element) => element.dataset.final !== "yes");

  function say(words) {
    if (said.textContent !== words) said.textContent = words;
  }

  function show(file) {
    let changed = false;
    for (const element of container.querySelectorAll(`[data-file="${file.file}"]`)) {
      const fate = element.querySelector("[data-fate]");
      if (fate && fate.textContent !== file.fate) {
        fate.textContent = file.fate;
        changed = true;
      }
      const bar = element.querySelector("progress");
      if (bar) {
        bar.max = file.rungs;
        bar.value = file.climbed;
        bar.setAttribute("aria-valuetext", file.stage);
      }
      const desk = element.querySelector("a[data-desk]");
      if (desk) desk.href = file.url;
      element.dataset.outcome = file.outcome;
      element.dataset.needs = file.needs_a_person ? "yes" : "no";
      element.dataset.final = file.is_final ? "yes" : "no";
    }
    return changed;
  }

  // A key that the site no longer knows is not asked for for ever.
  function missing(keys, files) {
    const known = new Set(files.map((file) => String(file.file)));
    for (const element of moving()) {
      if (!keys.includes(element.dataset.file) || known.has(element.dataset.file)) continue;
      element.dataset.final = "yes";
      const fate = element.querySelector("[data-fate]");
      if (fate) fate.textContent = "This file is not here any more.";
    }
  }

  async function ask() {
    const keys = [...new Set(moving().map((element) => element.dataset.file))].filter(Boolean).slice(0, AT_ONCE);
    if (!keys.length) return false;
    let answer;
    try {
      answer = await fetch(`${container.dataset.progress}?files=${keys.join(",")}`, { headers: { Accept: "application/json" } });
    } catch {
      throw new Away("The site can’t be reached. Nothing is lost; trying again …");
    }
    if (answer.redirected || answer.status === 403) throw new Away("You are no longer signed in. Sign in again to see how the files come on.");
    if (!answer.ok) throw new Away("The site has trouble answering. Nothing is lost; trying again …");
    const { files } = await answer.json();
    missing(keys, files);
    return files.map(show).some(Boolean);
  }

  function counts() {
    const found = new Map();
    for (const element of container.querySelectorAll("[data-file]")) {
      const outcome = element.dataset.outcome;
      if (outcome) found.set(outcome, (found.get(outcome) || 0) + 1);
    }
    return [...found].map(([outcome, number]) => `${number} ${outcome}`).join(", ");
  }

  async function end() {
    const all = container.querySelectorAll("[data-file]");
    const fate = all.length === 1 && all[0].querySelector("[data-fate]");
    say(all.length === 1 ? `Done: ${fate ? fate.textContent : counts()}` : `All ${all.length} files are done: ${counts()}.`);
    container.dispatchEvent(new Event("progress:end", { bubbles: true }));
    if (container.dataset.renew) await renew(container.dataset.renew);
  }

  async function renew(id) {
    const old = document.getElementById(id);
    if (!old) return;
    if (old.querySelector("input:focus, select:focus, textarea:focus")) {
      say(`${said.textContent} `);
      const link = said.appendChild(document.createElement("a"));
      link.href = "";
      link.textContent = "Show what was read";
      return;
    }
    try {
      const answer = await fetch(location.href);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
      if (!fresh || !answer.ok) return;
      old.replaceWith(document.adoptNode(fresh));
      fresh.dispatchEvent(new Event("progress:renewed", { bubbles: true }));
    } catch {
      say(`${said.textContent} Reload the page to see what was read.`);
    }
  }

  async function turn() {
    timer = null;
    if (asking || document.hidden) return;
    asking = true;
    const before = moving().length;
    try {
      wait = (await ask()) ? SHORTEST : Math.min(wait * 1.4, LONGEST);
      if (troubled) say("");
      troubled = false;
    } catch (trouble) {
      troubled = true;
      wait = Math.min(wait * 1.4, LONGEST);
      say(trouble instanceof Away ? trouble.message : "The answer could not be read. Nothing is lost; trying again …");
    }
    asking = false;
    if (moving().length) timer = setTimeout(turn, wait);
    else if (before) await end();
  }

  function look() {
    wait = SHORTEST;
    clearTimeout(timer);
    if (moving().length) timer = setTimeout(turn, 300);
  }

  container.addEventListener("progress:look", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  look();
}

function begin(within) {
  for (const container of within.querySelectorAll("[data-progress]:not([data-followed])")) {
    container.dataset.followed = "yes";
    follow(container);
  }
}

begin(document);
document.addEventListener("progress:renewed", (event) => begin(event.target));
