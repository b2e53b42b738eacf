/**
 * What an object says under a name that comes from outside: of a column, a table, a role. Such names can be any text,
 * and under `constructor`, `toString` or `__proto__` every object says something that nobody wrote there.
 */
export function own<T>(said: { [name: string]: T } | null | undefined, name: string): T | undefined {
  return said && Object.hasOwn(said, name) ? said[name] : undefined;
}
