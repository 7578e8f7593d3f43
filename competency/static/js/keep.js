// "Keep" beside last time's answer chooses it in place, so that js/autosave.js saves that strand
// alone. Without this script the button sends the form, and the whole section is saved.

for (const button of document.querySelectorAll("button[data-keep]")) {
  button.addEventListener("click", (event) => {
    const set = button.closest("[data-strand]");
    const radio = set?.querySelector(`input[type="radio"][value="${button.dataset.keep}"]`);
    if (!radio) return;
    event.preventDefault();
    const reason = set.querySelector('input[name$="-reason"]');
    if (reason && button.dataset.keepReason) reason.value = button.dataset.keepReason;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    radio.focus();
  });
}

// What is chosen and saved is confirmed: the page says so without being loaded again.
document.addEventListener("strand:saved", ({ target: set }) => {
  const note = set.querySelector(".cb-rating__carried");
  if (!note || !set.querySelector('input[type="radio"]:checked')) return;
  note.querySelector("button")?.remove();
  note.textContent = note.textContent.replace("(carried, not confirmed)", "").trim();
});
