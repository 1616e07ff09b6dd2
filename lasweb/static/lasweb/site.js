// First thing in the body, so that the page is laid out once: says that scripts run, then starts the NHS.UK components.
(() => {
  if (!("noModule" in HTMLScriptElement.prototype)) return;
  const frontend = document.currentScript.dataset.frontend;
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
  document.addEventListener("DOMContentLoaded", () => {
    import(frontend).then((components) => components.initAll());
  });
})();
