import { createInterface, type Interface } from "node:readline";
import { Readable } from "node:stream";

/** Returns the lines of a stream of text: to be gone through, or to be listened to. */
export function linesOf(stream: ReadableStream<Uint8Array>): Interface {
  // deno-lint-ignore no-explicit-any -- node:stream and the web standard name the same stream by two types.
  return createInterface({ input: Readable.fromWeb(stream as any) });
}
