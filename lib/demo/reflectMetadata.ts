/**
 * `@peculiar/x509` wires itself up with tsyringe, which refuses to load without three functions of the metadata
 * proposal for `Reflect`. It asks for nothing else of the proposal, so these three are enough.
 */
const known = new WeakMap<object, Map<string, unknown>>();

function get(key: string, target: object): unknown {
  return known.get(target)?.get(key);
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    getMetadata: get,
    getOwnMetadata: get,
    defineMetadata(key: string, value: unknown, target: object) {
      const entries = known.get(target) ?? new Map<string, unknown>();
      entries.set(key, value);
      known.set(target, entries);
    },
  });
}
