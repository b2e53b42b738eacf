/** Names that begin with the text first, then those with a word that does; the others keep the order they came in. */
export function byCloseness<T>(rows: T[], text: string, name: (row: T) => string): T[] {
  const wanted = text.toLocaleLowerCase();
  if (!wanted) return rows;
  const distance = (row: T) => {
    const words = name(row).toLocaleLowerCase();
    if (words.startsWith(wanted)) return 0;
    return words.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return rows
    .map((row) => ({ row, far: distance(row) }))
    .sort((a, b) => a.far - b.far)
    .map(({ row }) => row);
}
