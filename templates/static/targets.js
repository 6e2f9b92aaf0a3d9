// Asks for the pre-check again while a target is typed; without this file the button "Check without saving" does it.

const form = document.querySelector("form[data-check]");
const results = document.getElementById("pre-check");
let waiting = 0;
let latest = 0;

async function askAgain() {
  const asked = ++latest;
  const answer = await fetch(form.dataset.check, {
    method: "POST", body: new FormData(form), headers: { "X-Part": "pre-check" },
  });
  const part = await answer.text();
  if (answer.ok && asked === latest) results.innerHTML = part;
}

function typed() {
  clearTimeout(waiting);
  waiting = setTimeout(askAgain, 400);
}

if (form && results) form.addEventListener("input", typed);
