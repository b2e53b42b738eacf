/** Stands where the grid and the record will. */
export function Placeholder(_: { [property: string]: unknown }) {
  return <p>…</p>;
}
