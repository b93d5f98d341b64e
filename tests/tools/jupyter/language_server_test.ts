import { assertEquals, assertRejects } from "@std/assert";
import { notebooksAsTypescript } from "../../../lib/tools/jupyter/language_server.ts";

const framed = (content: object, more = "") => {
  const text = JSON.stringify(content);
  return `Content-Length: ${new TextEncoder().encode(text).length}\r\n${more}\r\n${text}`;
};
const opened = (languageId: string) => ({
  method: "textDocument/didOpen",
  params: { textDocument: { uri: "file:///a.ipynb", languageId, text: "const g = 'x.typescript, 1 m/s²';" } },
});

/** Returns what becomes of some bytes that come in pieces of a size. */
async function passed(bytes: Uint8Array, size: number): Promise<string> {
  const pieces = Array.from(
    { length: Math.ceil(bytes.length / size) },
    (_, i) => bytes.slice(i * size, (i + 1) * size),
  );
  return await new Response(ReadableStream.from(pieces).pipeThrough(notebooksAsTypescript()) as BodyInit).text();
}

Deno.test("a notebook's language is called typescript, in whatever pieces messages come; others pass as they are", async () => {
  const asked = { id: 1, method: "textDocument/hover", params: { textDocument: { uri: "x.typescript" } } };
  const type = "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n";
  const sent = [
    framed(opened("x.typescript")),
    framed(asked, type),
    framed(opened("python")),
    framed({ method: "exit" }),
  ];
  const expected = [framed(opened("typescript")), ...sent.slice(1)].join("");
  const bytes = new TextEncoder().encode(sent.join(""));
  for (const size of [1, 7, 64, bytes.length]) assertEquals(await passed(bytes, size), expected, `pieces of ${size}`);
});

Deno.test("what is no message is an error; what is not whole at the end is passed on", async () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  await assertRejects(() => passed(encode("Length: 3\r\n\r\n{}"), 5), Error, "does not say how long it is");
  const half = framed(opened("x.typescript")).slice(0, -5);
  assertEquals(await passed(encode(half), 9), half);
});
