// What makes every page a little faster; each part may be absent and each page works without this file.

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function escapeMenus(event) {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

function openAsModal(event) {
  const button = event.target.closest("button[popovertarget]");
  const dialog = button && document.getElementById(button.getAttribute("popovertarget"));
  if (!dialog || dialog.tagName !== "DIALOG" || button.getAttribute("popovertargetaction") === "hide") return;
  event.preventDefault();
  dialog.removeAttribute("popover");
  dialog.showModal();
}

function closeModal(event) {
  const button = event.target.closest("[popovertargetaction='hide']");
  const dialog = button && button.closest("dialog[open]");
  if (!dialog || dialog.hasAttribute("popover")) return;
  event.preventDefault();
  dialog.close();
}

async function copyHash(event) {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  toast(button.dataset.copied);
}

export function toast(sentence) {
  const line = document.getElementById("toast");
  if (!line || !sentence) return;
  line.textContent = sentence;
  line.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { line.hidden = true; }, 5000);
}

function chooseTheme(event) {
  const button = event.target.closest("button[data-choose-theme]");
  if (!button) return;
  const theme = button.dataset.chooseTheme;
  if (theme === "system") {
    localStorage.removeItem("assay-theme");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("assay-theme", theme);
    document.documentElement.dataset.theme = theme;
  }
  markTheme();
}

function markTheme() {
  const now = document.documentElement.dataset.theme || "system";
  for (const button of document.querySelectorAll("button[data-choose-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === now));
  }
}

function sendOnce(event) {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const button = event.submitter;
  if (!button || button.formTarget === "_blank") return;
  if (button.getAttribute("aria-disabled") === "true") { event.preventDefault(); return; }
  // Not `disabled`: a disabled button's name and value would not be sent.
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => button.removeAttribute("aria-disabled"), 4000);
}

function submitOnChange(event) {
  const form = event.target.form;
  if (form && event.target.matches("[data-submits]")) form.requestSubmit();
}

function selectAll(event) {
  const box = event.target.closest("[data-select-all]");
  if (!box) return;
  for (const row of document.querySelectorAll(`input[name=ids][form="${box.dataset.selectAll}"]`)) row.checked = box.checked;
}

// Shows what only works with this file; called again on parts that arrive later.
export function wake(root) {
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  for (const line of root.querySelectorAll("[data-toast]")) { toast(line.textContent.trim()); line.remove(); }
}

// On a narrow screen the tab and the stage that are open stand in view, not the first ones.
function showCurrent() {
  for (const current of document.querySelectorAll(".tabs [aria-current], .stepper [aria-current]")) {
    const row = current.closest(".tabs, ol");
    row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}

document.addEventListener("click", closeMenus);
document.addEventListener("change", selectAll);
document.addEventListener("click", openAsModal);
document.addEventListener("click", closeModal);
document.addEventListener("click", copyHash);
document.addEventListener("click", chooseTheme);
document.addEventListener("keydown", escapeMenus);
document.addEventListener("submit", sendOnce);
document.addEventListener("change", submitOnChange);
wake(document);
markTheme();
showCurrent();
document.querySelector(".error-summary")?.focus();
