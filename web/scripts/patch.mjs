// Changes a dependency's module as it is built, and fails the build when the module is not as it was.

/**
 * Return a plugin for Vite that applies `changes`: [as it stands, how often, as it is built, what for].
 * `head` comes before the module.
 */
export function patched({ name, module, changes, head = "" }) {
  const change = (code, [before, times, after, what]) => {
    const parts = code.split(before);
    if (parts.length !== times + 1) throw new Error(`${name}: the module changed: look again at ${what}`);
    return parts.join(after);
  };
  return {
    name,
    apply: "build",
    transform: {
      filter: { id: module },
      handler: (code) => ({ code: head + changes.reduce(change, code), map: null }),
    },
  };
}
