// Runs before the first paint, so that a dark page does not begin with a white flash.
(function () {
  var theme = null;
  try {
    theme = JSON.parse(localStorage.getItem("tocsin.theme"));
  } catch {
    // No memory: follow the system.
  }
  if (theme !== "light" && theme !== "dark") {
    theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  document.documentElement.dataset.theme = theme;
})();
