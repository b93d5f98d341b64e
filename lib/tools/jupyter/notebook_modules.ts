import { root, setupFolder } from "../../system/paths.ts";

/** The parts of a notebook file that are read here. */
export interface Notebook {
  cells: Cell[];
}

/** A cell of a notebook file. */
interface Cell {
  cell_type: string;
  source: string | string[];
}

/**
 * Puts the code cells of each notebook together into a module, so that lint and type check can read it, and returns the
 * modules' paths. They lie where set-up keeps the rest.
 */
export async function notebookModules(): Promise<string[]> {
  const paths: string[] = [];
  const folder = `${setupFolder}/notebooks`;
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(`${root}/notebooks`)) {
    if (!name.endsWith(".ipynb")) continue;
    const notebook: Notebook = JSON.parse(await Deno.readTextFile(`${root}/notebooks/${name}`));
    const path = `${folder}/${name.replace(/\.ipynb$/, ".ts")}`;
    await Deno.writeTextFile(path, notebookCode(notebook));
    paths.push(path);
  }
  return paths.sort();
}

/** Returns the code cells of a notebook as the text of one module. */
export function notebookCode({ cells }: Notebook): string {
  return `${cells.filter(isCode).map(sourceOf).join("\n\n")}\n\nexport {};\n`;
}

/** Tells whether a cell holds code. */
export function isCode(cell: Cell): boolean {
  return cell.cell_type === "code";
}

/** Returns the text of a cell. */
export function sourceOf({ source }: Cell): string {
  return typeof source === "string" ? source : source.join("");
}
