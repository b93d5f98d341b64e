import { assertEquals, assertRejects } from "@std/assert";
import { download } from "../../lib/data/download.ts";

/** Serves one answer on a free port of this machine and runs a test with its address and an empty folder. */
async function withServer(answer: () => Response, test: (url: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  try {
    await test(`http://127.0.0.1:${server.addr.port}/archive.zip`, folder);
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);

Deno.test("download gives a file its name when it is whole", () =>
  withServer(() => new Response("PK and the rest"), async (url, folder) => {
    assertEquals(await download(url, `${folder}/a.zip`), `${folder}/a.zip`);
    assertEquals(await Deno.readTextFile(`${folder}/a.zip`), "PK and the rest");
    assertEquals(names(folder), ["a.zip"]);
  }));

Deno.test("download says what a server answered, and leaves nothing", async () => {
  const answers: [() => Response, string][] = [
    [() => new Response("no", { status: 404, statusText: "Not Found" }), "it answered 404 Not Found"],
    [() => new Response("<html>login</html>"), "what it sent is not a zip archive"],
  ];
  for (const [answer, error] of answers) {
    await withServer(answer, async (url, folder) => {
      await assertRejects(() => download(url, `${folder}/a.zip`), Error, error);
      assertEquals(names(folder), []);
    });
  }
});
