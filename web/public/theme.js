// Runs before the first paint, so that a dark page does not begin with a white flash: store/preferences.ts says the same.
(function () {
  var theme = null;
  var wants = function (what) {
    return matchMedia("(prefers-" + what + ")").matches;
  };
  try {
    theme = JSON.parse(localStorage.getItem("tocsin.theme"));
  } catch {
    // No memory: follow the system.
  }
  var root = document.documentElement.dataset;
  root.theme = theme === "light" || theme === "dark" ? theme : wants("color-scheme: dark") ? "dark" : "light";
  if (theme === "contrast" || wants("contrast: more")) root.contrast = "more";
})();
