/** Whether two values that JSON can express say the same; fields that are absent and those that are `undefined` are one. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameValue(item, b[at]));
  }
  if (Array.isArray(b)) return false;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  // a field may have any name, and every object inherits some
  const own = (object: typeof left, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);
  for (const name in left) if (!sameValue(left[name], own(right, name))) return false;
  for (const name in right) if (right[name] !== undefined && !Object.hasOwn(left, name)) return false;
  return true;
}
