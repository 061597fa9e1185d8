// The rail of page numbers opens at the page that is being read.
for (const rail of document.querySelectorAll(".page-rail")) {
  const current = rail.querySelector("[aria-current]");
  if (current && rail.scrollHeight > rail.clientHeight) {
    rail.scrollTop = current.offsetTop - rail.clientHeight / 2;
  }
}
