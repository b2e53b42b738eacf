/** Whether one of the words of a column's name is one of `words`: `unitPrice` and `unit_price` hold `price`. */
export function named(column: string, words: readonly string[]): boolean {
  const parts = column
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u);
  return words.some((word) => parts.includes(word));
}
