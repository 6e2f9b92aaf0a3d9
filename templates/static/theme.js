// Sets the chosen theme before the first paint; loaded in the head, so it must stay tiny.
const chosen = localStorage.getItem("assay-theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
