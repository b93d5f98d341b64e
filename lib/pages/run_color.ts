/** Returns the colour of a run, which its name decides: it stays with the run from picture to picture. */
export function runColor(id: string): string {
  let hash = 0;
  for (const letter of id) hash = (31 * hash + letter.charCodeAt(0)) % 2_147_483_647;
  return `hsl(${hash % 360}, 65%, ${42 + hash % 3 * 8}%)`;
}
