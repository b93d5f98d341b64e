/** One output of a cell that is replaced in place. */
export interface LiveOutput {
  /**
   * Shows HTML, and a text if HTML cannot be shown. What cannot be shown is said on standard error and never breaks the
   * work that is shown; the promise says when it has been sent.
   */
  show(html: string, text: string): Promise<void>;
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
  let sent = Promise.resolve();
  const send = async (html: string, text: string) => {
    const data = { "text/html": html, "text/plain": text };
    try {
      await Deno.jupyter.display(data, { raw: true, display_id, update });
      update = true;
    } catch (error) {
      console.error(`A picture could not be shown: ${(error as Error).message}`);
    }
  };
  return {
    show(html, text) {
      sent = sent.then(() => send(html, text));
      return sent;
    },
  };
}
