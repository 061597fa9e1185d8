// Pours the blocks into pages: a block that does not fit opens the next page, a heading goes with what it heads,
// a footnote stands at the foot of its own page.
let main, notes;
const pages = [];

function turn() {
  const template = document.getElementById(pages.length ? "later" : "opening");
  const page = template.content.cloneNode(true).firstElementChild;
  document.body.append(page);
  pages.push(page);
  if (pages.length > 1) {
    page.classList.add(pages.length % 2 ? "odd" : "even");
    page.querySelector(".leaf").textContent = pages.length;
  }
  main = page.querySelector("main");
  notes = page.querySelector(".notes");
}

function place(blocks) {
  for (const block of blocks) {
    main.append(block);
    notes.append(...block.querySelectorAll(".note"));
  }
}

function takeBack(block) {
  for (const note of [...notes.children]) {
    if (note.dataset.of === block.id) block.append(note);
  }
  block.remove();
  return block;
}

turn();
for (const block of [...document.getElementById("source").children]) {
  place([block]);
  if (main.scrollHeight > main.clientHeight + 1 && main.children.length > 1) {
    const before = block.previousElementSibling;
    const moved = [takeBack(block)];
    if (before.matches("h2")) moved.unshift(takeBack(before));
    turn();
    place(moved);
  }
}
for (const leaf of document.querySelectorAll(".leaf")) leaf.textContent += "/" + pages.length;
for (const spent of document.querySelectorAll("#source, template, script")) spent.remove();
