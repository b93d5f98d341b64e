import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { download, type DownloadOptions } from "../../../lib/data/archives/download.ts";
import { uciHarFiles, zip } from "../../support/archives.ts";
import { inFolder } from "../../support/in_folder.ts";
import { type Answer, withServer } from "../../support/unreliable_server.ts";

let whole = new Uint8Array();
await inFolder(async (folder) => {
  whole = await Deno.readFile(await zip(folder, uciHarFiles()));
});
const half = Math.floor(whole.length / 2);
const quick: DownloadOptions = { patience: 300, backOff: 1, retries: 3 };
const head = (status: string, length: number, more = "") =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\n${more}Connection: close\r\n\r\n`;
const tag = 'ETag: "one"\r\n';

/** Sends everything that is asked for, a range too. */
const honest: Answer = async (request, send) => {
  const from = Number(request.match(/range: bytes=(\d+)-/i)?.[1] ?? 0);
  const range = `Content-Range: bytes ${from}-${whole.length - 1}/${whole.length}\r\n`;
  await send(head(from > 0 ? "206 Partial Content" : "200 OK", whole.length - from, from > 0 ? tag + range : tag));
  await send(whole.subarray(from));
};
/** Sends a half, and ends. */
const cut: Answer = async (_, send) => {
  await send(head("200 OK", whole.length, tag));
  await send(whole.subarray(0, half));
};
const status = (text: string): Answer => (_, send) => send(head(text, 2) + "no");

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** Downloads from a server with these answers into an empty folder, and hands over what came of it. */
function downloading(
  answers: Answer[],
  check: (result: { folder: string; error?: Error; requests: string[] }) => Promise<void> | void,
): Promise<void> {
  return inFolder(async (folder) => {
    let error: Error | undefined;
    const requests = await withServer(answers, async (url) => {
      await download(url, `${folder}/a.zip`, quick).catch((thrown) => error = thrown);
    });
    await check({ folder, error, requests });
  });
}

async function assertWhole(folder: string): Promise<void> {
  assertEquals(names(folder), ["a.zip"]);
  assertEquals(await Deno.readFile(`${folder}/a.zip`), whole);
}

Deno.test("an archive gets its name when it is whole", () =>
  downloading([honest], async ({ folder, error, requests }) => {
    assertEquals([error, requests.length], [undefined, 1]);
    await assertWhole(folder);
  }));

Deno.test("a connection that is cut goes on behind the bytes that came", () =>
  downloading([cut, honest], async ({ folder, error, requests }) => {
    assertEquals([error, requests.length], [undefined, 2]);
    assertMatch(requests[1], new RegExp(`range: bytes=${half}-`, "i"));
    assertMatch(requests[1], /if-range: "one"/i);
    await assertWhole(folder);
  }));

Deno.test("a file that changed meanwhile, and a server that knows no ranges, begin anew", () =>
  downloading([cut, async (_, send) => {
    await send(head("200 OK", whole.length));
    await send(whole);
  }], async ({ folder, error }) => {
    assertEquals(error, undefined);
    await assertWhole(folder);
  }));

Deno.test("another part than was asked for, or a range beyond the end, begins anew", async () => {
  const wrongPart: Answer = async (_, send) => {
    await send(head("206 Partial Content", 10, `${tag}Content-Range: bytes 0-9/${whole.length}\r\n`));
    await send(whole.subarray(0, 10));
  };
  for (const answer of [wrongPart, status("416 Range Not Satisfiable")]) {
    await downloading([cut, answer, honest], async ({ folder, error, requests }) => {
      assertEquals([error, requests.length], [undefined, 3]);
      assertEquals(/range:/i.test(requests[2]), false);
      await assertWhole(folder);
    });
  }
});

Deno.test("a server that stumbles is asked again, and no more often than said", async () => {
  await downloading([status("500 Internal Server Error"), status("503 Busy"), honest], async ({ folder, error }) => {
    assertEquals(error, undefined);
    await assertWhole(folder);
  });
  await downloading([status("500 Internal Server Error")], ({ folder, error, requests }) => {
    assertMatch(
      error!.message,
      /^127\.0\.0\.1:\d+ did not give the archive \(it answered 500 Internal Server Error\): /,
    );
    assertEquals([names(folder), requests.length], [[], 4]);
  });
});

/** What servers send that no second try helps, what the error must say, and how many requests it takes. */
const hopeless: [name: string, answer: Answer, error: RegExp, requests: number][] = [
  ["404", status("404 Not Found"), /it answered 404 Not Found/, 1],
  ["HTML", (_, send) => send(head("200 OK", 18) + "<html>login</html>"), /what it sent is not a zip archive/, 1],
  [
    "a length that is too small",
    async (_, send) => {
      await send(head("200 OK", half, tag));
      await send(whole.subarray(0, half));
    },
    /what it sent is not a whole zip archive/,
    1,
  ],
  ["no answer", () => new Promise((resolve) => setTimeout(resolve, 1000)), /it sent nothing for 0\.3 s/, 1],
  [
    "a length that is too large",
    async (_, send) => {
      await send(head("200 OK", whole.length + 1000, tag));
      await send(whole);
    },
    /did not give the archive/,
    4,
  ],
];
for (const [name, answer, message, count] of hopeless) {
  Deno.test(`nothing is left of ${name}`, () =>
    downloading([answer], ({ folder, error, requests }) => {
      assertMatch(error!.message, message);
      assertEquals([names(folder), requests.length], [[], count]);
    }));
}

Deno.test("a server that stalls midway is given up after a while, and asked for the rest", () =>
  downloading([async (_, send) => {
    await send(head("200 OK", whole.length, tag));
    await send(whole.subarray(0, half));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }, honest], async ({ folder, error, requests }) => {
    assertEquals([error, requests.length], [undefined, 2]);
    await assertWhole(folder);
  }));

Deno.test("a proxy is taken from the environment", () =>
  inFolder(async (folder) => {
    const code = `import { download } from "${import.meta.resolve("../../../lib/data/archives/download.ts")}";
await download("http://archive.invalid/a.zip", "${folder}/a.zip");`;
    const requests = await withServer([honest], async (url) => {
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["eval", code],
        cwd: import.meta.dirname,
        env: { HTTP_PROXY: url.replace("/archive.zip", ""), NO_PROXY: "" },
      }).output();
      assertEquals([success, success || new TextDecoder().decode(stderr)], [true, true]);
    });
    assertMatch(requests[0], /^GET http:\/\/archive\.invalid\/a\.zip HTTP/);
    await assertWhole(folder);
  }));

Deno.test({
  name: "a name that cannot be resolved is one sentence",
  // A proxy would resolve it.
  ignore: ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].some((name) => Deno.env.has(name)),
  fn: () =>
    inFolder(async (folder) => {
      await assertRejects(
        () => download("http://archive.invalid/a.zip", `${folder}/a.zip`, quick),
        Error,
        "archive.invalid did not give the archive (its name cannot be resolved): check the network",
      );
      assertEquals(names(folder), []);
    }),
});

Deno.test("a port where nobody listens is tried again, and then one sentence", () =>
  inFolder(async (folder) => {
    let url = "";
    await withServer([], (free) => {
      url = free;
      return Promise.resolve();
    });
    await assertRejects(() => download(url, `${folder}/a.zip`, quick), Error, "did not give the archive (");
    assertEquals(names(folder), []);
  }));
