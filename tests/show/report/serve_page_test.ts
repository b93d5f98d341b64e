import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { servePage } from "../../../lib/show/report/serve_page.ts";
import { inFolder } from "../../support/in_folder.ts";

Deno.test("a page is served by https to whoever asks for it, and nothing else, and not too often", () =>
  inFolder(async (folder) => {
    const path = `${folder}/live.html`;
    await Deno.writeTextFile(path, "<p>live</p>");
    const end = new AbortController();
    const { addresses, certificate, finished } = await servePage(path, { port: 0, signal: end.signal });
    const client = Deno.createHttpClient({ caCerts: [certificate] });
    const address = addresses.at(-1)!;
    const ask = async (place: string, method = "GET") => {
      const response = await fetch(address + place, { client, method } as RequestInit & { client: Deno.HttpClient });
      return [response.status, await response.text()];
    };
    try {
      assertStringIncludes(address, "https://localhost:");
      assertEquals(await ask(""), [200, "<p>live</p>"]);
      assertEquals(await ask("runs.html"), [404, ""]);
      assertEquals(await ask("../live.html"), [404, ""]);
      assertEquals(await ask("", "POST"), [404, ""]);
      let refused = 0;
      for (let i = 0; i < 250; i++) if ((await ask(""))[0] === 429) refused++;
      assertEquals(refused > 0, true);
      await assertRejects(
        () => servePage(path, { port: Number(new URL(address).port) }),
        Error,
        "is taken: name another by --port.",
      );
    } finally {
      client.close();
      end.abort();
      await finished;
    }
  }));
