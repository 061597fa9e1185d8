// Takes a part of the page anew from this same address while somebody looks on. The page works without it: it has a link to look again.
//
//   <div id="figures" data-renew-every="5">      seconds between two looks; the element needs an id
//     <span data-renew-said role="status"></span>   said here when the site is away
//   </div>
//
// Nothing is taken anew while the page can't be seen, or somebody stands in the part with the keyboard or marks words of it.
const LONGEST = 60_000;

function isInUse(part) {
  const marked = document.getSelection();
  return part.contains(document.activeElement) || (!marked.isCollapsed && part.contains(marked.anchorNode));
}

async function fresh(id) {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (answer.redirected || answer.status === 403) throw new Error("You are no longer signed in. Sign in again to see more.");
  if (!answer.ok) throw new Error("The site has trouble answering; trying again …");
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
}

function keep(id, every) {
  let wait = every;
  async function turn() {
    const part = document.getElementById(id);
    if (!document.hidden && !isInUse(part)) {
      try {
        const found = await fresh(id);
        wait = every;
        if (found && !isInUse(part)) part.replaceWith(document.adoptNode(found));
      } catch (trouble) {
        const said = part.querySelector("[data-renew-said]");
        const words = trouble instanceof TypeError ? "The site can’t be reached; trying again …" : trouble.message;
        if (said && said.textContent !== words) said.textContent = words;
        wait = Math.min(wait * 2, LONGEST);
      }
    }
    setTimeout(turn, wait);
  }
  setTimeout(turn, wait);
}

for (const part of document.querySelectorAll("[data-renew-every][id]")) keep(part.id, 1000 * Number(part.dataset.renewEvery));
