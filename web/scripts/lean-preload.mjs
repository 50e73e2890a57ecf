// Vite's helper that fetches a piece's styles and scripts before the piece itself, as short as this page needs it:
// one origin, no nonce, and a failure is for whoever asked (view/shell/lazy).

const HELPER = "\0vite/preload-helper.js";

/** What stands in the bundle instead. The styles must have come before the code draws; scripts are only fetched early. */
const CODE = `
const begun = new Map();
const fetchFile = (path) => new Promise((done, fail) => {
  const link = document.createElement("link");
  const isStyle = path.endsWith(".css");
  link.rel = isStyle ? "stylesheet" : "modulepreload";
  link.href = "/" + path;
  link.onerror = isStyle ? fail : done;
  link.onload = done;
  document.head.append(link);
  if (!isStyle) done();
});
const isThere = (path) => document.querySelector('link[href="/' + path + '"]') !== null;
const forget = (path) => {
  begun.delete(path);
  document.querySelector('link[href="/' + path + '"]')?.remove();
  return Promise.reject(new Error("cannot fetch " + path));
};
const begin = (path) => {
  if (!begun.has(path)) begun.set(path, isThere(path) ? null : fetchFile(path).catch(() => forget(path)));
  return begun.get(path);
};
export const __vitePreload = (load, files) => Promise.all((files ?? []).map(begin)).then(load);
`;

export function leanPreload() {
  let applied = false;
  return {
    name: "lean-preload",
    apply: "build",
    enforce: "pre",
    load: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: (id) => {
        applied = id === HELPER;
        return CODE;
      },
    },
    buildEnd(error) {
      if (!error && !applied) this.error("Vite has another preload helper by now: look again at scripts/lean-preload.mjs");
    },
  };
}
