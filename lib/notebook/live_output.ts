import type { Figure } from "../plots/figure.ts";

/** One output of a cell that is replaced in place. */
export interface LiveOutput {
  /** Shows an element, and a text where elements cannot be shown. */
  show(element: Figure, text: string): Promise<void>;
}

/** Tells whether this runs in a Jupyter kernel. */
export function inNotebook(): boolean {
  try {
    return typeof Deno.jupyter?.display === "function";
  } catch {
    return false;
  }
}

/** Opens an output below the running cell. */
export function liveOutput(): LiveOutput {
  const display_id = crypto.randomUUID();
  let update = false;
  return {
    async show(element, text) {
      const data = { "text/html": element.outerHTML, "text/plain": text };
      await Deno.jupyter.display(data, { raw: true, display_id, update });
      update = true;
    },
  };
}
