// A checkbox with data-select-all="name" selects all checkboxes of that name in its form. Without JavaScript it is hidden.
for (const master of document.querySelectorAll("[data-select-all]")) {
  const others = () => [...master.form.querySelectorAll(`input[type=checkbox][name="${master.dataset.selectAll}"]`)];
  const show = () => {
    const chosen = others().filter((box) => box.checked).length;
    master.checked = chosen > 0 && chosen === others().length;
    master.indeterminate = chosen > 0 && !master.checked;
  };
  master.hidden = false;
  master.addEventListener("change", () => {
    for (const box of others()) box.checked = master.checked;
  });
  master.form.addEventListener("change", show);
  show();
}
