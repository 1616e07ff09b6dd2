/* Watch an import and show the page anew when it is done. Without this script a link does the same. */
(() => {
  "use strict";
  const box = document.querySelector("[data-import-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const done = box.querySelector("[data-import-done]");
  let wait = 1000;

  const look = async () => {
    try {
      const response = await fetch(box.dataset.importProgress, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const state = await response.json();
      if (!state.busy) {
        window.location.reload();
        return;
      }
      if (bar) bar.value = state.done;
      if (done) done.textContent = state.done;
    } catch {
      /* The network is away: try again, more slowly. */
    }
    wait = Math.min(wait * 1.3, 10000);
    window.setTimeout(look, wait);
  };
  window.setTimeout(look, wait);
})();
