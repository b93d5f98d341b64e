/**
 * Deno's language server as JupyterLab starts it. Deno's kernel says that its language is `text/x.typescript`, of which
 * JupyterLab makes the name `x.typescript`, and Deno's server, which knows `typescript`, is silent about others. So this
 * program stands between the two and calls the language of a document by the server's name. It can go once one of the
 * three changes.
 *
 * @module
 */

const [notebooks, servers] = ["x.typescript", "typescript"];
const headersEnd = new TextEncoder().encode("\r\n\r\n");

/**
 * Returns a stream that passes on the messages of the Language Server Protocol (3.17, "Base Protocol"), in which
 * documents of notebooks are TypeScript. Messages may come in pieces, and several at once.
 */
export function notebooksAsTypescript(): TransformStream<Uint8Array, Uint8Array> {
  let waiting = new Uint8Array();
  return new TransformStream({
    transform(piece, controller) {
      waiting = joined(waiting, piece);
      for (let end = endOf(waiting); end !== undefined && end.message <= waiting.length; end = endOf(waiting)) {
        controller.enqueue(renamed(waiting.slice(0, end.message), end.headers));
        waiting = waiting.slice(end.message);
      }
    },
    flush(controller) {
      if (waiting.length > 0) controller.enqueue(waiting);
    },
  });
}

/** Returns where the headers and the message end with which some bytes begin; undefined if the headers are not whole. */
function endOf(bytes: Uint8Array): { headers: number; message: number } | undefined {
  const at = bytes.findIndex((_, index) => headersEnd.every((byte, i) => bytes[index + i] === byte));
  if (at < 0) return undefined;
  const headers = at + headersEnd.length;
  const length = new TextDecoder().decode(bytes.subarray(0, at)).match(/^Content-Length: *(\d+)/im)?.[1];
  if (length === undefined) throw new Error("A message to the language server does not say how long it is.");
  return { headers, message: headers + Number(length) };
}

/** Returns a message, in which the language of a notebook's document has the server's name. */
function renamed(message: Uint8Array<ArrayBuffer>, headers: number): Uint8Array {
  const content = JSON.parse(new TextDecoder().decode(message.subarray(headers)));
  const document = content.params?.textDocument;
  if (document?.languageId !== notebooks) return message;
  document.languageId = servers;
  const text = new TextEncoder().encode(JSON.stringify(content));
  return joined(new TextEncoder().encode(`Content-Length: ${text.length}\r\n\r\n`), text);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

if (import.meta.main) {
  const server = new Deno.Command(Deno.execPath(), { args: ["lsp"], stdin: "piped" }).spawn();
  Deno.stdin.readable.pipeThrough(notebooksAsTypescript()).pipeTo(server.stdin).catch((error) => {
    console.error(error);
    server.kill();
  });
  Deno.exit((await server.status).code);
}
